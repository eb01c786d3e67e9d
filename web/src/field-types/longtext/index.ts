import { AlignLeft } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { parseText } from '../parse.ts'
import { Display } from './Display.tsx'

/** Several lines of text. */
export const longtext: FieldType = {
  id: 'longtext',
  icon: AlignLeft,
  width: 260,
  wide: true,
  operators: textOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
  parse: parseText,
}
