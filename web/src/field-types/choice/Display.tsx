import { Pill } from '@/components/Mark.tsx'
import type { DisplayProps } from '../contract.ts'
import { optionOf } from '../options.ts'

export function Display({ field, value }: DisplayProps) {
  const option = optionOf(field, value)
  if (!option.color) return <span className="truncate">{option.title}</span>
  return <Pill color={option.color}>{option.title}</Pill>
}
