import { Sigma } from 'lucide-react'
import { lazy } from 'react'
import { formatNumber } from '@/lib/format.ts'
import { type FieldType, orderOperators } from '../contract.ts'
import { parseNumber } from '../parse.ts'
import { Display } from './Display.tsx'

/** A decimal number. */
export const number: FieldType = {
  id: 'number',
  icon: Sigma,
  width: 120,
  align: 'end',
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (field, value, language) => formatNumber(Number(value), language, field.scale),
  parse: parseNumber,
}
