import { IdCard } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { parseText } from '../parse.ts'
import { Display } from './Display.tsx'

/** The number of a Chinese resident identity card. */
export const idcard: FieldType = {
  id: 'idcard',
  icon: IdCard,
  width: 190,
  operators: textOperators,
  Display,
  Input: lazy(() => import('../text/Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
  parse: parseText,
}
