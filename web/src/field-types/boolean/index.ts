import i18next from 'i18next'
import { ToggleLeft } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { parseBoolean } from '../parse.ts'
import { Display } from './Display.tsx'

/** Yes or no. */
export const boolean: FieldType = {
  id: 'boolean',
  icon: ToggleLeft,
  width: 90,
  operators: ['true', 'false', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: (_, value) => i18next.t(value === true ? 'value.yes' : 'value.no'),
  parse: parseBoolean,
}
