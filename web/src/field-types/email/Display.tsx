import type { DisplayProps } from '../contract.ts'
import { OutLink } from '../OutLink.tsx'

export function Display({ value, place }: DisplayProps) {
  const text = String(value)
  return (
    <OutLink href={`mailto:${text}`} place={place}>
      {text}
    </OutLink>
  )
}
