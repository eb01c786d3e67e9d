import { Phone } from 'lucide-react'
import { lazy } from 'react'
import { formatPhone } from '@/lib/format.ts'
import { type FieldType, textOperators } from '../contract.ts'
import { parseText } from '../parse.ts'
import { Display } from './Display.tsx'

/** A telephone number. */
export const phone: FieldType = {
  id: 'phone',
  icon: Phone,
  width: 150,
  operators: textOperators,
  Display,
  Input: lazy(() => import('../text/Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => formatPhone(String(value)),
  parse: parseText,
}
