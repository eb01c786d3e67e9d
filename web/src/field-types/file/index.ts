import i18next from 'i18next'
import { Paperclip } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** One uploaded file. */
export const file: FieldType = {
  id: 'file',
  icon: Paperclip,
  width: 130,
  stays: true,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: () => i18next.t('file.count', { count: 1 }),
}
