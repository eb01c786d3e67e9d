import { CircleHelp } from 'lucide-react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** Stands in for a type this client does not know. */
export const unknown: FieldType = {
  id: 'unknown',
  icon: CircleHelp,
  width: 160,
  operators: ['empty', 'nempty'],
  Display,
  Input: Display,
  Filter: () => null,
  text: (_, value) => JSON.stringify(value),
}
