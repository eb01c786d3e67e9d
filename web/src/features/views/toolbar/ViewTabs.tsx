import type { Entity, ViewKind } from '@mortise/sdk'
import { CalendarDays, FolderTree, Images, Plus, SquareKanban, Star, Table2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import type { ListView } from '../saved/savedView.ts'
import { useMayKeepViews } from '../saved/useOwnView.ts'
import { useViewDialog } from '../saved/useViewDialog.tsx'
import { ViewMenu } from '../saved/ViewMenu.tsx'
import type { ListModel } from '../useList.ts'

const icons = {
  table: Table2,
  kanban: SquareKanban,
  calendar: CalendarDays,
  tree: FolderTree,
  gallery: Images,
} satisfies { [kind in ViewKind]: typeof Table2 }

function iconOf(view: ListView): typeof Table2 {
  const kind = view.kind ?? 'table'
  return view.saved && kind === 'table' ? Star : icons[kind]
}

/** The lists of an entity: those it comes with, and those that users keep. */
export function ViewTabs({ entity, list }: { entity: Entity; list: ListModel }) {
  const { t } = useTranslation()
  const { state } = list
  const may = useMayKeepViews()
  const { dialog, make } = useViewDialog(entity, list)
  return (
    <nav className="v-tabs" aria-label={t('list.views')}>
      {state.views.map((view) => {
        const current = view.name === state.view.name
        return (
          <span key={view.name} className="v-tab-place" data-current={current || undefined}>
            <button
              type="button"
              className="v-tab"
              aria-current={current ? 'page' : undefined}
              onClick={() => state.setView(view.name)}
            >
              <DefinedIcon name={view.icon} fallback={iconOf(view)} size={15} />
              {view.title}
            </button>
            {current && <ViewMenu entity={entity} list={list} />}
          </span>
        )
      })}
      {may && <IconButton label={t('views.new')} icon={<Plus size={15} />} onClick={() => make()} />}
      {dialog}
    </nav>
  )
}
