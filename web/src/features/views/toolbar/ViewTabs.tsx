import { Table2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import type { ListState } from '../useListState.ts'

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
          <DefinedIcon name={view.icon} fallback={Table2} size={15} />
          {view.title}
        </button>
      ))}
    </nav>
  )
}
