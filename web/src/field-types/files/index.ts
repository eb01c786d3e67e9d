import i18next from 'i18next'
import { Files } from 'lucide-react'
import { lazy } from 'react'
import { wireIds } from '@/lib/definition.ts'
import type { FieldType } from '../contract.ts'
import { Display } from '../file/Display.tsx'

/** Any number of uploaded files, in an order. */
export const files: FieldType = {
  id: 'files',
  icon: Files,
  width: 130,
  wide: true,
  stays: true,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('../file/Input.tsx')),
  Filter: () => null,
  text: (_, value) => i18next.t('file.count', { count: Array.isArray(value) ? value.length : 1 }),
  wire: wireIds,
}
