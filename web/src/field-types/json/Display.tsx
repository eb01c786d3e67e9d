import type { DisplayProps } from '../contract.ts'

export function Display({ value, place }: DisplayProps) {
  if (place === 'list') return <code className="f-json truncate">{JSON.stringify(value)}</code>
  return <code className="f-json f-json--whole">{JSON.stringify(value, null, 2)}</code>
}
