import { formatPhone } from '@/lib/format.ts'
import type { DisplayProps } from '../contract.ts'
import { OutLink } from '../OutLink.tsx'

export function Display({ value, place }: DisplayProps) {
  const text = String(value)
  return (
    <OutLink href={`tel:${text}`} place={place}>
      {formatPhone(text)}
    </OutLink>
  )
}
