import { CircleDot } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { optionOf } from '../options.ts'
import { parseOption } from '../parse.ts'
import { Display } from './Display.tsx'

/** One of several options. */
export const choice: FieldType = {
  id: 'choice',
  icon: CircleDot,
  width: 120,
  operators: ['in', 'nin', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (field, value) => optionOf(field, value).title,
  parse: parseOption,
}
