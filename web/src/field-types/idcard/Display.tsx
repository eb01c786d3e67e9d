import type { DisplayProps } from '../contract.ts'

/** Region, birthday and the rest stand apart, by space that is not copied along. */
export function Display({ value }: DisplayProps) {
  const parts = /^(\d{6})(\d{8})(\d{3}[\dX])$/.exec(String(value))?.slice(1) ?? [String(value)]
  return (
    <span className="f-idcard truncate">
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity but their place
        <span key={at}>{part}</span>
      ))}
    </span>
  )
}
