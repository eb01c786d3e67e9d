import { Hash } from 'lucide-react'
import { lazy } from 'react'
import { formatNumber } from '@/lib/format.ts'
import { type FieldType, orderOperators } from '../contract.ts'
import { Display } from '../number/Display.tsx'
import { parseWhole } from '../parse.ts'

/** A whole number. */
export const integer: FieldType = {
  id: 'integer',
  icon: Hash,
  width: 110,
  align: 'end',
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../number/Filter.tsx')),
  text: (_, value, language) => formatNumber(Number(value), language),
  parse: parseWhole,
}
