import { Pilcrow } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'
import { wordsOf } from './markup.ts'

/** A text with markup. */
export const richtext: FieldType = {
  id: 'richtext',
  icon: Pilcrow,
  width: 260,
  wide: true,
  stays: true,
  operators: ['contains', 'ncontains', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => wordsOf(String(value)),
}
