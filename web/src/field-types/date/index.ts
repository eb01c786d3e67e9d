import { Calendar } from 'lucide-react'
import { lazy } from 'react'
import { formatDate } from '@/lib/format.ts'
import { dayOperators, type FieldType } from '../contract.ts'
import { parseDate } from '../parse.ts'
import { Display } from './Display.tsx'

/** A calendar day. */
export const date: FieldType = {
  id: 'date',
  icon: Calendar,
  width: 130,
  operators: dayOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value, language) => formatDate(String(value), language),
  parse: parseDate,
}
