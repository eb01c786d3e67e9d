import type { WireRecord } from '@mortise/sdk'
import { Sums } from '@/features/views/Sums.tsx'
import { useAggregates } from '@/features/views/useAggregates.ts'
import { useWords } from '../core/useBench.ts'
import type { DrawnColumn } from './columns.ts'
import { useViewDesign } from './design.ts'
import { type Drawn, useReadable } from './useRecords.ts'

interface FootProps {
  columns: readonly DrawnColumn[]
  drawn: Drawn | undefined
  failed: boolean
}

/** What the columns come to, as at the foot of the list, and what of it is not as it will be. */
export function Foot({ columns, drawn, failed }: FootProps) {
  const { t } = useWords()
  const { published } = useViewDesign()
  const readable = useReadable()
  const known = new Set((published?.fields ?? []).map(({ name }) => name))
  const asked = columns.flatMap(({ name, field, ...rest }) =>
    field && known.has(name) && readable && drawn ? [{ ...rest, field }] : [],
  )
  const query = { entity: published?.name ?? '', fields: [], filter: drawn?.filter, sort: [], q: '' }
  const sums = useAggregates({ ...query, archived: false }, asked)
  const hidden = columns.some(({ name, field }) => field && !known.has(name))
  return (
    <footer className="b-view-foot">
      <span role="status">{note(drawn?.rows, failed)}</span>
      {drawn?.unfiltered && <span className="b-view-foot__warn">{t('design.view.unfiltered')}</span>}
      {published && hidden && <span>{t('design.view.newFields')}</span>}
      <Sums columns={asked} aggregates={sums} />
    </footer>
  )

  function note(rows: readonly WireRecord[] | undefined, wrong: boolean): string {
    if (!published) return t('design.view.notPublished')
    if (!readable) return t('design.view.mayNotRead')
    if (wrong) return t('design.view.failed')
    if (!rows) return ''
    return rows.length === 0 ? t('design.view.noRecords') : t('design.view.records', { count: rows.length })
  }
}
