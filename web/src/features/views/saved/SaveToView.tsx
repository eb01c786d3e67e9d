import type { Entity } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import type { ListModel } from '../useList.ts'
import { queryOf } from './savedView.ts'
import { useMayKeepViews, useOwnView } from './useOwnView.ts'
import { useSaveView } from './useSavedViews.ts'
import { shownOf, useViewDialog } from './useViewDialog.tsx'

/** Keeps what was changed of a list: in the view, when it is the user's own, or as a new one. */
export function SaveToView({ entity, list }: { entity: Entity; list: ListModel }) {
  const { t } = useTranslation()
  const { state, columns } = list
  const { saved } = state.view
  const own = useOwnView(state.view)
  const may = useMayKeepViews()
  const { change } = useSaveView(entity.name)
  const { dialog, make } = useViewDialog(entity, list)
  if (!may || !(state.changed || columns.changed)) return dialog
  const save = async () => {
    if (!saved || !own) {
      make('copy')
      return
    }
    await change.mutateAsync({ id: saved.id, query: queryOf(shownOf(list)) })
    columns.reset()
    state.setView(saved.id)
  }
  return (
    <>
      <Button look="ghost" busy={change.isPending} onClick={state.reset}>
        {t('views.reset')}
      </Button>
      <Button look="ghost" busy={change.isPending} onClick={() => save().catch(() => undefined)}>
        {t(own ? 'views.save' : 'views.saveAs')}
      </Button>
      {dialog}
    </>
  )
}
