import { Link } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { parseText } from '../parse.ts'
import { Display } from './Display.tsx'

/** The address of a web page. */
export const url: FieldType = {
  id: 'url',
  icon: Link,
  width: 200,
  operators: textOperators,
  Display,
  Input: lazy(() => import('../text/Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
  parse: parseText,
}
