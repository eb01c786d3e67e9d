import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  const text = String(value)
  return (
    <span className="f-related">
      <span className="f-swatch" style={{ background: text }} aria-hidden="true" />
      <span className="f-hex truncate">{text}</span>
    </span>
  )
}
