import { CalendarClock } from 'lucide-react'
import { lazy } from 'react'
import { formatDateTime } from '@/lib/format.ts'
import { dayOperators, type FieldType } from '../contract.ts'
import { parseMoment } from '../parse.ts'
import { Display } from './Display.tsx'

/** An instant, shown in the time zone of the reader. */
export const datetime: FieldType = {
  id: 'datetime',
  icon: CalendarClock,
  width: 160,
  literal: 'instant',
  operators: dayOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value, language) => formatDateTime(String(value), language),
  parse: parseMoment,
}
