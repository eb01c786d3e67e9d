import { type KeyboardEvent, useEffect, useRef } from 'react'
import './tab-bar.css'

export interface TabItem {
  id: string
  title: string
  /** What waits behind the tab, and in words what that is. */
  badge?: { count: number; tone: 'plain' | 'problem'; label: string }
}

interface TabBarProps {
  /** Makes the ids of tabs and panels. */
  base: string
  label: string
  items: TabItem[]
  chosen: string
  onChoose: (id: string) => void
}

/** The id of a tab. */
export function tabId(base: string, id: string): string {
  return `${base}-tab-${id}`
}

/** The id of the panel that a tab opens. */
export function panelId(base: string, id: string): string {
  return `${base}-panel-${id}`
}

const steps: { [key: string]: (at: number, count: number) => number } = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Parts of a page of which one is shown; arrow keys go from one to the next. */
export function TabBar({ base, label, items, chosen, onChoose }: TabBarProps) {
  const bar = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen tab comes into sight when it changes
  useEffect(() => {
    const element = bar.current
    const tab = element?.querySelector<HTMLElement>('[aria-selected=true]')
    if (!element || !tab) return
    const left = tab.offsetLeft - element.offsetLeft
    if (left < element.scrollLeft) element.scrollLeft = left
    const over = left + tab.offsetWidth - element.clientWidth
    if (over > element.scrollLeft) element.scrollLeft = over
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const at = items.findIndex((item) => item.id === chosen)
    const next = step && items[step(at, items.length)]
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onChoose(next.id)
    bar.current?.querySelector<HTMLElement>(`[id="${tabId(base, next.id)}"]`)?.focus()
  }
  return (
    <div ref={bar} className="m-tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {items.map(({ id, title, badge }) => (
        <button
          key={id}
          id={tabId(base, id)}
          type="button"
          role="tab"
          className="m-tab"
          aria-selected={id === chosen}
          aria-controls={id === chosen ? panelId(base, id) : undefined}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
          {badge && (
            <span className="m-tab__badge" data-tone={badge.tone}>
              <span aria-hidden="true">{badge.count}</span>
              <span className="sr-only">{badge.label}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
