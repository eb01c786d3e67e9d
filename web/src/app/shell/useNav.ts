import type { Entity } from '@mortise/sdk'
import { inOrder } from '@/components/moved.ts'
import type { Ordered } from '@/components/OrderList.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { usePins } from '@/lib/api/pins.ts'
import { usePreference } from '@/lib/api/preferences.ts'

/** How the user arranged the navigation. */
interface NavLayout {
  order?: string[]
  hidden?: string[]
  /** Sections that are closed. */
  closed?: string[]
}

/** The navigation as the user arranged it. */
export function useNav() {
  const [layout, setLayout] = usePreference<NavLayout>('sidebar')
  const [pins] = usePins()
  const readable = (useDescription().data?.entities ?? []).filter(
    (entity) => entity.menu !== false && entity.actions.includes('read'),
  )
  const placed = inOrder(readable, layout?.order ?? [], ({ name }) => name)
  const shown = placed.filter(({ name }) => !layout?.hidden?.includes(name))
  const items: Ordered[] = placed.map(({ name, plural, title }) => ({
    id: name,
    title: plural || title,
    shown: !layout?.hidden?.includes(name),
  }))
  const closed = layout?.closed ?? []
  return {
    items,
    own: shown.filter((entity) => entity.package !== 'core'),
    core: shown.filter((entity) => entity.package === 'core'),
    pins: pins.filter((pin) => readable.some(({ name }) => name === pin.entity)),
    named: (name: string): Entity | undefined => readable.find((entity) => entity.name === name),
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
