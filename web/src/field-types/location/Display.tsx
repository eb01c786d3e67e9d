import { MapPin } from 'lucide-react'
import type { DisplayProps } from '../contract.ts'
import { OutLink } from '../OutLink.tsx'

export function Display({ value, place }: DisplayProps) {
  const [latitude = '', longitude = ''] = String(value).split(',')
  const at = new URLSearchParams({ mlat: latitude, mlon: longitude })
  return (
    <span className="f-related">
      <MapPin size={14} aria-hidden="true" />
      <OutLink href={`https://www.openstreetmap.org/?${at}`} place={place}>
        {`${latitude}, ${longitude}`}
      </OutLink>
    </span>
  )
}
