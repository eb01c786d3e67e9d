import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { recordLabel } from '@/lib/definition.ts'
import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { addDays } from '@/lib/zone.ts'
import type { Bar } from './layout.ts'

interface DayEntryProps {
  entity: Entity
  bar: Bar
  color?: string
  writable: boolean | undefined
  onMove: (record: WireRecord, days: number) => void
}

const steps: { [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A record on its days; Alt with arrows moves it by days or weeks. */
export function DayEntry({ entity, bar, color, writable, onMove }: DayEntryProps) {
  const language = useLanguage()
  const element = useRef<HTMLAnchorElement>(null)
  const { entry, from, to, lane } = bar
  const { record } = entry
  useEffect(() => {
    if (!element.current) return
    return draggable({
      element: element.current,
      getInitialData: ({ input }) => {
        const box = element.current?.getBoundingClientRect()
        const day = box ? Math.floor(((input.clientX - box.left) / box.width) * (to - from + 1)) : 0
        const cell = element.current?.closest<HTMLElement>('[data-day]')?.dataset.day ?? entry.first
        const grabbed = addDays(cell, Math.max(0, Math.min(to - from, day)))
        return { kind: 'entry', entity: entity.name, record, grabbed, writable }
      },
    })
  }, [entity.name, record, entry.first, from, to, writable])
  const label = recordLabel(entity, record)
  const span =
    entry.last === entry.first
      ? ''
      : ` (${formatDate(entry.first, language)} – ${formatDate(entry.last, language)})`
  const onKeyDown = (event: KeyboardEvent) => {
    const days = steps[event.key]
    if (!event.altKey || days === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onMove(record, days)
  }
  return (
    <Link
      ref={element}
      className="vc-entry"
      to="/e/$entity/$id"
      params={{ entity: entity.name, id: record.id }}
      style={{ '--lane': lane, '--span': to - from + 1 } as React.CSSProperties}
      data-color={color}
      data-before={bar.before || undefined}
      data-after={bar.after || undefined}
      data-span={entry.last !== entry.first || undefined}
      data-fixed={writable === false || undefined}
      aria-label={`${entry.clock ? `${entry.clock} ` : ''}${label}${span}`}
      aria-keyshortcuts={writable ? 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown' : undefined}
      onKeyDown={onKeyDown}
    >
      {entry.clock && !bar.before && <span className="vc-entry__clock">{entry.clock}</span>}
      <span className="truncate">{label}</span>
    </Link>
  )
}
