import { Braces } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** Any JSON value; an empty list or text is one. */
export const json: FieldType = {
  id: 'json',
  icon: Braces,
  width: 220,
  wide: true,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: (_, value) => JSON.stringify(value),
  wire: (value) => value ?? null,
}
