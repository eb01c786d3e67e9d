import { FileText } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { Display } from './Display.tsx'

/** A text in Markdown. */
export const markdown: FieldType = {
  id: 'markdown',
  icon: FileText,
  width: 260,
  wide: true,
  stays: true,
  operators: textOperators,
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
}
