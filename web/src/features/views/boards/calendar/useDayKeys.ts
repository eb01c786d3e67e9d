import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from 'react'
import { addDays, type Day } from '@/lib/zone.ts'
import { addMonths } from './days.ts'

interface DayKeys {
  grid: RefObject<HTMLElement | null>
  day: Day
  setDay: (day: Day) => void
  onCreate?: (day: Day) => void
}

const steps: { [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** Walks the days of a calendar with arrows, turns it with the page keys, makes a record with Enter. */
export function useDayKeys({ grid, day, setDay, onCreate }: DayKeys) {
  const walked = useRef(false)
  useEffect(() => {
    if (!walked.current) return
    walked.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus()
  }, [day, grid])
  return useCallback(
    (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (!target.matches('[data-day]') || event.altKey || event.ctrlKey || event.metaKey) return
      const step = steps[event.key]
      let next: Day | undefined
      if (step !== undefined) next = addDays(day, step)
      else if (event.key === 'PageUp') next = addMonths(day, -1)
      else if (event.key === 'PageDown') next = addMonths(day, 1)
      else if (event.key === 'Enter' && onCreate) {
        event.preventDefault()
        onCreate(day)
        return
      }
      if (!next) return
      event.preventDefault()
      walked.current = true
      setDay(next)
    },
    [day, setDay, onCreate],
  )
}
