import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  return <span className="truncate">{String(value).slice(0, 5)}</span>
}
