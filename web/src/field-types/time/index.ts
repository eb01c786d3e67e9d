import { Clock } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, orderOperators } from '../contract.ts'
import { Display } from './Display.tsx'

/** A time of day. */
export const time: FieldType = {
  id: 'time',
  icon: Clock,
  width: 100,
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => String(value).slice(0, 5),
}
