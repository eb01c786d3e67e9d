import type { Entity, ViewKind } from '@mortise/sdk'
import {
  CalendarDays,
  ChevronsUpDown,
  FolderTree,
  Images,
  Plus,
  SquareKanban,
  Star,
  Table2,
} from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useCurrentInSight } from '@/components/useCurrentInSight.ts'
import { useOverflows } from '@/components/useOverflows.ts'
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
  const row = useRef<HTMLElement>(null)
  useCurrentInSight(row, state.view.name)
  const overflows = useOverflows(row, state.views)
  return (
    <>
      <nav ref={row} className="v-tabs" data-more={overflows || undefined} aria-label={t('list.views')}>
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
      {overflows && <AllViews state={state} />}
    </>
  )
}

/** Every list by name, where there is no room for all of them side by side. */
function AllViews({ state }: { state: ListModel['state'] }) {
  const { t } = useTranslation()
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('views.all')}
      trigger={(props) => (
        <IconButton
          {...props}
          label={t('views.all')}
          icon={<ChevronsUpDown size={15} aria-hidden="true" />}
        />
      )}
    >
      {(close) =>
        state.views.map((view) => (
          <MenuItem
            key={view.name}
            icon={<DefinedIcon name={view.icon} fallback={iconOf(view)} size={15} />}
            checked={view.name === state.view.name}
            onSelect={() => {
              close()
              state.setView(view.name)
            }}
          >
            {view.title}
          </MenuItem>
        ))
      }
    </Popover>
  )
}
