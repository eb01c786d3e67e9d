import type { Entity } from '@mortise/sdk'
import { inOrder } from '@/components/moved.ts'
import type { Ordered } from '@/components/OrderList.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { usePins } from '@/lib/api/pins.ts'
import { usePreference } from '@/lib/api/preferences.ts'
import { linksOf } from './menu.ts'

/** How the user arranged the navigation. */
interface NavLayout {
  order?: string[]
  hidden?: string[]
  /** Sections that are closed. */
  closed?: string[]
  /** The menu that was chosen, of several. */
  menu?: string
}

/** The navigation as the user arranged it. */
export function useNav() {
  const [layout, setLayout] = usePreference<NavLayout>('sidebar')
  const [pins] = usePins()
  const description = useDescription().data
  const all = description?.entities ?? []
  const readable = all.filter((entity) => entity.menu !== false && entity.actions.includes('read'))
  const menus = description?.menus ?? []
  const menu = menus.find(({ name }) => name === layout?.menu) ?? menus[0]
  const placed = inOrder(readable, layout?.order ?? [], ({ name }) => name)
  const shown = placed.filter(({ name }) => !layout?.hidden?.includes(name))
  const items: Ordered[] = placed.map(({ name, plural, title }) => ({
    id: name,
    title: plural || title,
    shown: !layout?.hidden?.includes(name),
  }))
  // Who has a menu of his own rarely needs what is in none.
  const closed = layout?.closed ?? (menu ? ['organisation'] : [])
  const named = new Set(linksOf(menu?.items ?? []).map(({ entity }) => entity))
  // What the user arranged is the navigation of all entities.
  const rest = menu ? readable.filter(({ name }) => !named.has(name)) : shown
  return {
    items,
    /** The designed menus of the user, and the one that he looks at. */
    menus,
    menu,
    choose: (name: string) => setLayout({ ...layout, menu: name }),
    own: rest.filter((entity) => entity.package !== 'core'),
    core: rest.filter((entity) => entity.package === 'core'),
    pins: pins.filter((pin) => readable.some(({ name }) => name === pin.entity)),
    named: (name: string): Entity | undefined => readable.find((entity) => entity.name === name),
    /** An entity that the caller may read, also one that stands in no menu by itself. */
    any: (name: string): Entity | undefined => all.find((entity) => entity.name === name),
    arrange: (next: Ordered[]) =>
      setLayout({
        ...layout,
        order: next.map(({ id }) => id),
        hidden: next.filter((item) => !item.shown).map(({ id }) => id),
      }),
    isOpen: (section: string) => !closed.includes(section),
    toggle: (section: string) =>
      setLayout({
        ...layout,
        closed: closed.includes(section) ? closed.filter((one) => one !== section) : [...closed, section],
      }),
  }
}

export type Nav = ReturnType<typeof useNav>
