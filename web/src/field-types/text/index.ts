import { Type } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { parseText } from '../parse.ts'
import { Display } from './Display.tsx'

/** One line of text. */
export const text: FieldType = {
  id: 'text',
  icon: Type,
  width: 200,
  operators: textOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => String(value),
  parse: parseText,
}
