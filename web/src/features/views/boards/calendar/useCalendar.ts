import type { Entity, View } from '@mortise/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { usePreference } from '@/lib/api/preferences.ts'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useNoteList } from '@/lib/neighbours.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { addDays, type Day, useToday, useZone } from '@/lib/zone.ts'
import type { Column } from '../../columns.ts'
import type { ListSearch } from '../../search.ts'
import type { BoardScope } from '../scope.ts'
import { useWritable } from '../useAccess.ts'
import { useBoardFields } from '../useBoardFields.ts'
import { addMonths, firstWeekday, monthOf, weekOf } from './days.ts'
import { entriesOf } from './layout.ts'
import { useEntries } from './useEntries.ts'

/** How a calendar shows its records. */
export type Mode = 'month' | 'week' | 'agenda'
export const modes: readonly Mode[] = ['month', 'week', 'agenda']

/** Everything that a calendar shows, and where it stands. */
export function useCalendar(entity: Entity, view: View, columns: Column[], scope: BoardScope) {
  const language = useLanguage()
  const zone = useZone()
  const today = useToday()
  const narrow = useNarrow()
  const [kept, keep] = usePreference<Mode>(`calendar.${entity.name}.${view.name}`)
  const place = useSearch({ strict: false }) as ListSearch
  const navigate = useNavigate()
  const change = useCallback(
    (next: Partial<ListSearch>) => {
      const search = (now: ListSearch) => ({ ...now, ...next })
      navigate({ to: '/e/$entity', params: { entity: entity.name }, search, replace: true })
    },
    [navigate, entity.name],
  )
  const wanted = modes.find((one) => one === place.mode) ?? modes.find((one) => one === kept) ?? 'month'
  const mode = narrow ? 'agenda' : wanted
  const day = place.day ?? today
  const setDay = useCallback(
    (next: Day) => change({ day: next === today ? undefined : next }),
    [change, today],
  )
  const setMode = useCallback(
    (next: Mode) => {
      keep(next)
      change({ mode: next })
    },
    [keep, change],
  )
  const first = firstWeekday(language)
  const start = view.start ? fieldOf(entity, view.start) : undefined
  const end = view.end ? fieldOf(entity, view.end) : undefined

  const weeks = useMemo(
    () => (mode === 'week' ? [weekOf(day, first)] : monthOf(day, first)),
    [mode, day, first],
  )
  const month = `${day.slice(0, 8)}01`
  const whole = mode === 'agenda'
  const from = whole ? month : (weeks[0]?.[0] ?? day)
  const to = whole ? addDays(addMonths(month, 1), -1) : (weeks.at(-1)?.[6] ?? day)

  const fields = useBoardFields(entity, columns, [start?.name, end?.name])
  const found = useEntries(
    entity,
    fields,
    scope,
    start ? { start: start.name, end: end?.name, from, to } : null,
  )
  const rows = found.data?.rows
  useNoteList(entity.name, rows, null)
  const entries = useMemo(
    () => (rows && start ? entriesOf(rows, start.name, end?.name, zone) : []),
    [rows, start, end, zone],
  )
  const ids = useMemo(() => (rows ?? []).map((row) => row.id), [rows])
  const startWritable = useWritable(entity, ids, start?.name)
  const endWritable = useWritable(entity, end ? ids : [], end?.name)
  const writable = (id: string) => startWritable(id) && (end ? endWritable(id) : true)
  const step = (by: number) => (mode === 'week' ? addDays(day, by * 7) : addMonths(day, by))
  return {
    start,
    end,
    mode,
    narrow,
    setMode,
    day,
    setDay,
    today,
    zone,
    weeks,
    from,
    to,
    entries,
    writable,
    more: found.data?.more === true,
    loading: found.isPending,
    stale: found.isPlaceholderData,
    error: found.data ? null : found.error,
    retry: () => found.refetch(),
    turn: (by: number) => setDay(step(by)),
  }
}

export type CalendarModel = ReturnType<typeof useCalendar>
