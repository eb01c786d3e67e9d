import { ArrowUpRight } from 'lucide-react'
import { lazy } from 'react'
import { relatedId, relatedLabel, shortId } from '@/lib/definition.ts'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** A pointer to a record of another entity. */
export const relation: FieldType = {
  id: 'relation',
  icon: ArrowUpRight,
  width: 150,
  operators: ['eq', 'neq', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => relatedLabel(value) ?? shortId(relatedId(value) ?? ''),
}
