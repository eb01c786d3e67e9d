import { ListChecks } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { optionOf, textList } from '../options.ts'
import { parseOptions } from '../parse.ts'
import { Display } from './Display.tsx'

/** Any number of several options. */
export const choices: FieldType = {
  id: 'choices',
  icon: ListChecks,
  width: 180,
  many: true,
  operators: ['has', 'nhas', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('../choice/Filter.tsx')),
  text: (field, value) =>
    textList(value)
      .map((part) => optionOf(field, part).title)
      .join(' · '),
  parse: parseOptions,
}
