import { Hash } from 'lucide-react'
import { lazy } from 'react'
import { type FieldType, textOperators } from '../contract.ts'
import { Display } from '../text/Display.tsx'

/** A number given by the server. */
export const autonumber: FieldType = {
  id: 'autonumber',
  icon: Hash,
  width: 130,
  operators: textOperators,
  Display,
  Input: lazy(() => import('../text/Input.tsx')),
  Filter: lazy(() => import('../text/Filter.tsx')),
  text: (_, value) => String(value),
}
