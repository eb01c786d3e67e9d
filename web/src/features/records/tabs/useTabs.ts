import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { TabItem } from '@/components/TabBar.tsx'
import type { Facts } from '@/lib/condition/Facts.ts'
import type { FormStore } from '../form/FormStore.ts'
import { countIn, type FormTab, tabsOf } from '../form/tabs.ts'
import type { Section } from '../form/useSections.ts'
import type { RecordSearch } from '../search.ts'

/** The tab of the records that lead here. */
export const relatedTab = 'related'

interface Tabs {
  sections: Section[]
  store: FormStore
  facts: Facts
  /** Whether records of other entities can lead here. */
  related: boolean
}

/** The tabs of a record's page, what waits in those that are not shown, and which one is. */
export function useTabs({ sections, store, facts, related }: Tabs) {
  const { t } = useTranslation()
  const all = useMemo(() => tabsOf(sections, t('record.details')), [sections, t])
  const shown = useShown(all, facts)
  const { chosen: wanted, choose } = useChosen()
  const ids = [...shown.map((tab) => tab.id), ...(related ? [relatedTab] : [])]
  const chosen = ids.includes(wanted) ? wanted : (ids[0] ?? '1')
  const badges = useBadges(shown, store)
  const items = ids.map((id, at): TabItem => {
    const [changes = 0, problems = 0] = badges[at] ?? []
    const title = shown[at]?.title ?? t('related.title')
    if (id === chosen || changes + problems === 0) return { id, title }
    if (problems > 0)
      return {
        id,
        title,
        badge: { count: problems, tone: 'problem', label: t('record.problems', { count: problems }) },
      }
    return {
      id,
      title,
      badge: { count: changes, tone: 'plain', label: t('record.unsaved', { count: changes }) },
    }
  })
  return { tabs: shown, items, chosen, choose }
}

/** The tab of the address. */
function useChosen() {
  const navigate = useNavigate()
  const { tab } = useSearch({ strict: false }) as RecordSearch
  const choose = useCallback(
    (id: string) =>
      navigate({
        to: '.',
        search: (now: RecordSearch) => ({ ...now, tab: id === '1' ? undefined : Number(id) || id }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return { chosen: String(tab ?? '1'), choose }
}

/** The tabs of which something is drawn now. */
function useShown(tabs: FormTab[], facts: Facts): FormTab[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const sections = tabs.flatMap((tab) => tab.sections).filter((section) => section.visible)
      const ends = sections.map((section) => facts.subscribe(section.visible, listener))
      return () => {
        for (const end of ends) end()
      }
    },
    [tabs, facts],
  )
  const drawn = (tab: FormTab) => tab.sections.some((section) => facts.holds(section.visible) !== false)
  const ids = useSyncExternalStore(subscribe, () =>
    tabs
      .filter(drawn)
      .map((tab) => tab.id)
      .join(),
  )
  return useMemo(() => {
    const kept = ids.split(',')
    return tabs.filter((tab) => kept.includes(tab.id))
  }, [tabs, ids])
}

/** Changes and problems of each tab. */
function useBadges(tabs: FormTab[], store: FormStore): [changes: number, problems: number][] {
  const subscribe = useCallback((listener: () => void) => store.subscribeSummary(listener), [store])
  const text = useSyncExternalStore(subscribe, () => {
    const [changed, refused] = [store.changed(), store.refused()]
    return JSON.stringify(tabs.map((tab) => [countIn(tab, changed), countIn(tab, refused)]))
  })
  return useMemo(() => JSON.parse(text), [text])
}
