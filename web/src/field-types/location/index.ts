import { MapPin } from 'lucide-react'
import { lazy } from 'react'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

/** A place on earth: latitude and longitude. */
export const location: FieldType = {
  id: 'location',
  icon: MapPin,
  width: 190,
  operators: ['empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: () => null,
  text: (_, value) => String(value).replace(',', ', '),
}
