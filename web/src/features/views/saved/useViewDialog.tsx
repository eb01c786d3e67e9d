import type { Entity } from '@mortise/sdk'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { writeGrouping } from '../grid/groups/grouping.ts'
import type { ListModel } from '../useList.ts'
import { queryOf, type Shown } from './savedView.ts'
import { useSaveView } from './useSavedViews.ts'
import type { ViewChoice } from './ViewDialog.tsx'

const ViewDialog = lazy(() => import('./ViewDialog.tsx').then((module) => ({ default: module.ViewDialog })))

/** What a list shows now, for keeping it. */
export function shownOf(list: ListModel): Shown {
  const { state, columns } = list
  return {
    view:
      (state.view.kind ?? 'table') === 'table'
        ? { ...state.view, group: state.grouping && writeGrouping(state.grouping) }
        : state.view,
    columns: columns.columns.map(({ field, width, pinned, aggregate }) => ({
      field: field.name,
      width: Math.round(width),
      ...(pinned ? { pinned } : {}),
      ...(aggregate ? { aggregate } : {}),
    })),
    chips: state.filter,
    expression: state.expression,
    sort: state.sort,
    q: state.q,
  }
}

/** The dialog that makes a view of what is shown, or renames one; nothing until it is opened. */
export function useViewDialog(
  entity: Entity,
  list: ListModel,
): { dialog: ReactNode; make: (from?: 'copy') => void; rename: () => void } {
  const { t } = useTranslation()
  const { state } = list
  const { view } = state
  const [open, setOpen] = useState<'make' | 'copy' | 'rename'>()
  const { create, change } = useSaveView(entity.name)

  const close = () => setOpen(undefined)
  const save = async ({ title, audience, ...drawn }: ViewChoice) => {
    if (open === 'rename' && view.saved) {
      // Who may not say who sees a view may not write it either, even as it is.
      const seen = audience === view.saved.audience ? {} : { audience }
      await change.mutateAsync({ id: view.saved.id, title, ...seen })
      close()
      return
    }
    const query = queryOf(shownOf(list), drawn)
    const made = await create.mutateAsync({ title, query, ...(audience === 'everyone' ? { audience } : {}) })
    close()
    state.setView(made.id)
  }
  const begin: ViewChoice = {
    title: open === 'rename' ? view.title : open === 'copy' ? t('views.copyOf', { name: view.title }) : '',
    kind: view.kind ?? 'table',
    audience: open === 'rename' ? (view.saved?.audience ?? 'private') : 'private',
    group: view.group,
    start: view.start,
    end: view.end,
    parent: view.parent,
    cover: view.cover,
  }
  const dialog = open && (
    <Suspense>
      <ViewDialog
        entity={entity}
        heading={t(open === 'rename' ? 'views.rename' : 'views.new')}
        begin={begin}
        named={open === 'rename'}
        busy={create.isPending || change.isPending}
        onSave={(choice) => {
          // A refusal is shown as a message; the dialog stays with what was said.
          save(choice).catch(() => undefined)
        }}
        onClose={close}
      />
    </Suspense>
  )
  return { dialog, make: (from) => setOpen(from ?? 'make'), rename: () => setOpen('rename') }
}
