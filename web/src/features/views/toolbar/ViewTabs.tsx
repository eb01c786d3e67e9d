import { CalendarDays, Images, ListTree, SquareKanban, Table2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import type { ListState } from '../useListState.ts'

const icons = { table: Table2, kanban: SquareKanban, calendar: CalendarDays, tree: ListTree, gallery: Images }

/** The saved lists of an entity. */
export function ViewTabs({ state }: { state: ListState }) {
  const { t } = useTranslation()
  return (
    <nav className="v-tabs" aria-label={t('list.views')}>
      {state.views.map((view) => (
        <button
          key={view.name}
          type="button"
          className="v-tab"
          aria-current={view.name === state.view.name ? 'page' : undefined}
          onClick={() => state.setView(view.name)}
        >
          <DefinedIcon name={view.icon} fallback={icons[view.kind ?? 'table']} size={15} />
          {view.title}
        </button>
      ))}
    </nav>
  )
}
