import { Tags } from 'lucide-react'
import { lazy } from 'react'
import { Display } from '../choices/Display.tsx'
import type { FieldType } from '../contract.ts'
import { textList } from '../options.ts'

/** Free words. */
export const tags: FieldType = {
  id: 'tags',
  icon: Tags,
  width: 180,
  many: true,
  operators: ['has', 'nhas', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => textList(value).join(' · '),
}
