import i18next from 'i18next'
import { Table2 } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'
import { wireRows } from './wire.ts'

/** Records of another entity that are parts of this one. */
export const table: FieldType = {
  id: 'table',
  icon: Table2,
  width: 120,
  wide: true,
  stays: true,
  tellsInner: true,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: (_, value) => i18next.t('table.count', { count: Array.isArray(value) ? value.length : 0 }),
  wire: wireRows,
}
