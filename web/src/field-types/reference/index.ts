import { Link2 } from 'lucide-react'
import { lazy } from 'react'
import { shortId } from '@/lib/definition.ts'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'
import { parseReference } from './reference.ts'

/** A pointer to a record of one of several entities. */
export const reference: FieldType = {
  id: 'reference',
  icon: Link2,
  width: 190,
  operators: ['eq', 'neq', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => {
    const named = parseReference(value)
    return named ? `${named.entity} ${shortId(named.id)}` : ''
  },
}
