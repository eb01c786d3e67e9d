import type { DisplayProps } from '../contract.ts'

export function Display({ value, place }: DisplayProps) {
  return <span className={place === 'list' ? 'truncate' : 'f-longtext'}>{String(value)}</span>
}
