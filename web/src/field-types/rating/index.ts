import { Star } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, orderOperators } from '../contract.ts'
import { parseWhole } from '../parse.ts'
import { Display } from './Display.tsx'
import { starsOf } from './stars.ts'

/** A number of stars. */
export const rating: FieldType = {
  id: 'rating',
  icon: Star,
  width: 120,
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../number/Filter.tsx')),
  text: (field, value) => `${Number(value)}/${starsOf(field)}`,
  parse: parseWhole,
}
