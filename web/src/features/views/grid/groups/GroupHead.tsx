import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Value } from '@/field-types/Value.tsx'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Column } from '../../columns.ts'
import { Sums } from '../../Sums.tsx'
import type { Grouping, RowGroup } from './grouping.ts'
import { useBucketText } from './useGroupText.ts'
import './groups.css'

interface GroupHeadProps {
  grouping: Grouping
  group: RowGroup
  columns: Column[]
  open: boolean
  onToggle: () => void
  /** The number of its line; not given for the head that stays in sight, which keys do not reach. */
  line?: number
}

/** What a group has in common, how many records it has and what their columns come to. */
export function GroupHead({ grouping, group, columns, open, onToggle, line }: GroupHeadProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const bucketText = useBucketText()
  const { field, bucket } = grouping
  const { value } = group
  const sums = Object.fromEntries(columns.map(({ field: { name } }) => [name, group.row[`m_${name}`]]))
  const yes = typeof value === 'boolean' ? t(value ? 'value.yes' : 'value.no') : undefined
  return (
    <button
      type="button"
      className="v-group-head"
      aria-expanded={open}
      tabIndex={line === undefined ? -1 : 0}
      data-line={line}
      onClick={onToggle}
    >
      <ChevronRight size={15} className="v-group-head__fold" aria-hidden="true" />
      <span className="v-group-head__name">
        {group.key === ''
          ? t('board.empty', { name: field.title })
          : bucket
            ? bucketText(bucket, String(value))
            : (yes ?? <Value field={field} value={value} redacted={false} place="list" />)}
      </span>
      <span className="v-group-head__count">{formatNumber(group.count, language)}</span>
      <Sums columns={columns} aggregates={sums} />
    </button>
  )
}
