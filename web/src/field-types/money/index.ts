import { Banknote } from 'lucide-react'
import { lazy } from 'react'
import { formatMoney } from '@/lib/format.ts'
import { type FieldType, orderOperators } from '../contract.ts'
import { parseNumber } from '../parse.ts'
import { Display } from './Display.tsx'

/** An amount in one currency. */
export const money: FieldType = {
  id: 'money',
  icon: Banknote,
  width: 130,
  align: 'end',
  literal: 'number',
  operators: orderOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../number/Filter.tsx')),
  text: (field, value, language) => formatMoney(Number(value), language, field.currency),
  parse: parseNumber,
}
