import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { WireRecord } from '@mortise/sdk'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Day } from '@/lib/zone.ts'
import { daysBetween } from './days.ts'

interface DayCellProps {
  day: Day
  entity: string
  chosen: boolean
  today: boolean
  /** Of another month than the one shown. */
  other: boolean
  /** Entries that there is no room for. */
  hidden: number
  onMore: () => void
  onChoose: (day: Day) => void
  onMove: (record: WireRecord, days: number) => void
  onCreate?: (day: Day) => void
  children: ReactNode
}

/** One day: takes entries that are dropped on it; a press makes a record of that day. */
export function DayCell(props: DayCellProps) {
  const { day, entity, chosen, today, other, hidden, onMore, onChoose, onMove, onCreate, children } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const element = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState<'takes' | 'refuses'>()
  useEffect(() => {
    if (!element.current) return
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.kind === 'entry' && source.data.entity === entity,
      getData: () => ({ day }),
      onDragEnter: ({ source }) => setOver(source.data.writable === true ? 'takes' : 'refuses'),
      onDragLeave: () => setOver(undefined),
      onDrop: ({ source }) => {
        setOver(undefined)
        onMove(source.data.record as WireRecord, daysBetween(source.data.grabbed as Day, day))
      },
    })
  }, [day, entity, onMove])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles keys for its days
    <div
      ref={element}
      role="gridcell"
      tabIndex={chosen ? 0 : -1}
      className="vc-day"
      data-day={day}
      data-today={today || undefined}
      data-other={other || undefined}
      data-over={over}
      aria-label={formatDate(day, language)}
      aria-current={today ? 'date' : undefined}
      onFocus={(event) => event.target === event.currentTarget && !chosen && onChoose(day)}
      onClick={(event) => {
        if (
          event.target === event.currentTarget ||
          (event.target as HTMLElement).matches('.vc-day__number')
        ) {
          onCreate?.(day)
        }
      }}
    >
      <span className="vc-day__number" aria-hidden="true">
        {Number(day.slice(8))}
      </span>
      {children}
      {hidden > 0 && (
        <button type="button" className="vc-day__more" onClick={onMore}>
          {t('calendar.hidden', { count: hidden })}
        </button>
      )}
    </div>
  )
}
