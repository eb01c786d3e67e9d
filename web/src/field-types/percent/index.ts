import { Percent } from 'lucide-react'
import { lazy } from 'react'
import { formatNumber } from '@/lib/format.ts'
import { type FieldType, orderOperators } from '../contract.ts'
import { parseNumber } from '../parse.ts'
import { Display } from './Display.tsx'

/** A share in percent. */
export const percent: FieldType = {
  id: 'percent',
  icon: Percent,
  width: 120,
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../number/Filter.tsx')),
  text: (field, value, language) => `${formatNumber(Number(value), language, field.scale)}%`,
  parse: parseNumber,
}
