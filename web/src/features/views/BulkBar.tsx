import type { Entity, ExportRequest } from '@mortise/sdk'
import { Archive, ArchiveRestore, ArrowRightLeft, Download, Pencil, Undo2, UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { type BulkAction, bulkActionsOf, whichOf } from './bulk/bulk-request.ts'
import { useBulk } from './bulk/useBulk.ts'
import type { ListState } from './useListState.ts'
import type { Selection } from './useSelection.ts'

const BulkDialog = lazy(() => import('./bulk/BulkDialog.tsx'))

const icons = {
  update: Pencil,
  transfer: ArrowRightLeft,
  assign: UserPlus,
  release: Undo2,
  archive: Archive,
  restore: ArchiveRestore,
}

interface BulkBarProps {
  entity: Entity
  selection: Selection
  state: ListState
  /** How many records the list has, when that is known. */
  total: number | null
  onExport: (request: ExportRequest) => void
}

/** What can be done with the ticked records, or with all of the list. */
export function BulkBar({ entity, selection, state, total, onExport }: BulkBarProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<BulkAction>()
  const [whole, setWhole] = useState<ReadonlySet<string>>()
  const { ids } = selection
  const all = whole === ids
  const count = all && total !== null ? total : ids.size
  const bulk = useBulk(entity, () => {
    setAsking(undefined)
    selection.clear()
  })
  const meant = { ids, all, filter: state.expression, q: state.q, archived: state.archived }
  const exported = () => {
    const { ids: ticked, filter, q } = whichOf(meant)
    const which = ticked ? { ids: ticked } : { filter: filter as string | undefined, q }
    onExport({ ...which, archived: state.archived })
  }
  const actions = bulkActionsOf(entity, state.archived)
  return (
    <section className="v-bulk" aria-label={t('bulk.title')}>
      <strong aria-live="polite">{t('bulk.selected', { count })}</strong>
      {actions.length > 0 && !all && total !== null && total > ids.size && (
        <Button look="ghost" onClick={() => setWhole(ids)}>
          {t('bulk.all', { count: total })}
        </Button>
      )}
      {actions.map((action) => {
        const Icon = icons[action]
        return (
          <Button key={action} icon={<Icon size={14} />} onClick={() => setAsking(action)}>
            {t(`bulk.${action}`)}
          </Button>
        )
      })}
      {entity.actions.includes('export') && (
        <Button icon={<Download size={14} />} onClick={exported}>
          {t('export.action')}
        </Button>
      )}
      <Button look="ghost" onClick={selection.clear}>
        {t('bulk.clear')}
      </Button>
      {asking && (
        <Suspense>
          <BulkDialog
            entity={entity}
            action={asking}
            meant={meant}
            count={count}
            onDo={(request) => !bulk.isPending && bulk.mutate(request)}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </section>
  )
}
