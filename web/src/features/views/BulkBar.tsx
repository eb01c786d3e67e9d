import type { Entity, ExportRequest } from '@mortise/sdk'
import {
  Archive,
  ArchiveRestore,
  ArrowRightLeft,
  Download,
  Ellipsis,
  Hand,
  Merge,
  Pencil,
  Share2,
  Undo2,
  UserPlus,
} from 'lucide-react'
import { lazy, Suspense, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { type BarAction, bulkActionsOf, whichOf } from './bulk/bulk-request.ts'
import { useBulk } from './bulk/useBulk.ts'
import { ListPartsContext } from './parts.ts'
import type { ListState } from './useListState.ts'
import type { Selection } from './useSelection.ts'

const BulkDialog = lazy(() => import('./bulk/BulkDialog.tsx'))
const ClaimTicked = lazy(() => import('./bulk/ClaimTicked.tsx'))

const icons = {
  update: Pencil,
  transfer: ArrowRightLeft,
  assign: UserPlus,
  claim: Hand,
  share: Share2,
  release: Undo2,
  merge: Merge,
  archive: Archive,
  restore: ArchiveRestore,
}

/** Actions that stand in the bar; the others are in its menu. */
const beside = 4

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
  const { Merge: MergeWindow } = useContext(ListPartsContext)
  const [asking, setAsking] = useState<BarAction>()
  const [whole, setWhole] = useState<ReadonlySet<string>>()
  const { ids } = selection
  const all = whole === ids
  const count = all && total !== null ? total : ids.size
  const close = () => setAsking(undefined)
  const done = () => {
    close()
    selection.clear()
  }
  const bulk = useBulk(entity, done)
  const meant = { ids, all, filter: state.expression, q: state.q, archived: state.archived }
  const exported = () => {
    const { ids: ticked, filter, q } = whichOf(meant)
    const which = ticked ? { ids: ticked } : { filter: filter as string | undefined, q }
    onExport({ ...which, archived: state.archived })
  }
  const actions = bulkActionsOf(entity, meant).filter((action) => action !== 'merge' || MergeWindow)
  const rest = actions.slice(beside)
  return (
    <section className="v-bulk" aria-label={t('bulk.title')}>
      <strong aria-live="polite">{t('bulk.selected', { count })}</strong>
      {actions.length > 0 && !all && total !== null && total > ids.size && (
        <Button look="ghost" onClick={() => setWhole(ids)}>
          {t('bulk.all', { count: total })}
        </Button>
      )}
      {actions.slice(0, beside).map((action) => {
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
      {rest.length > 0 && (
        <Popover
          kind="menu"
          label={t('bulk.more')}
          trigger={(props) => <IconButton label={t('bulk.more')} icon={<Ellipsis size={16} />} {...props} />}
        >
          {(hide) =>
            rest.map((action) => {
              const Icon = icons[action]
              return (
                <MenuItem
                  key={action}
                  icon={<Icon size={15} />}
                  danger={action === 'archive'}
                  onSelect={() => {
                    hide()
                    setAsking(action)
                  }}
                >
                  {t(`bulk.${action}`)}
                </MenuItem>
              )
            })
          }
        </Popover>
      )}
      <Button look="ghost" onClick={selection.clear}>
        {t('bulk.clear')}
      </Button>
      {asking && (
        <Suspense>
          {asking === 'merge' ? (
            MergeWindow && <MergeWindow entity={entity.name} ids={[...ids]} onDone={done} onClose={close} />
          ) : asking === 'claim' ? (
            <ClaimTicked entity={entity} ids={ids} onDone={done} onClose={close} />
          ) : (
            <BulkDialog
              entity={entity}
              action={asking}
              meant={meant}
              count={count}
              busy={bulk.isPending}
              onDo={(request) => !bulk.isPending && bulk.mutate(request)}
              onClose={close}
            />
          )}
        </Suspense>
      )}
    </section>
  )
}
