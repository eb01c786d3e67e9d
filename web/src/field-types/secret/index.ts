import i18next from 'i18next'
import { KeyRound } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** A text that is written and never read: all that is told is whether there is one. */
export const secret: FieldType = {
  id: 'secret',
  icon: KeyRound,
  width: 110,
  stays: true,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: () => i18next.t('secret.set'),
}
