import { Timer } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, orderOperators } from '../contract.ts'
import { Display } from './Display.tsx'
import { formatDuration } from './duration.ts'

/** A length of time, in seconds. */
export const duration: FieldType = {
  id: 'duration',
  icon: Timer,
  width: 120,
  align: 'end',
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value, language) => formatDuration(value, language),
}
