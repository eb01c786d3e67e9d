import { Palette } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** A colour as #rrggbb. */
export const color: FieldType = {
  id: 'color',
  icon: Palette,
  width: 110,
  operators: ['eq', 'neq', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
}
