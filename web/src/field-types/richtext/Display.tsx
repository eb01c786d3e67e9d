import type { DisplayProps } from '../contract.ts'
import { safeMarkup, wordsOf } from './markup.ts'

export function Display({ value, place }: DisplayProps) {
  if (place === 'list') return <span className="truncate">{wordsOf(String(value))}</span>
  return <div className="f-prose" ref={(element) => element?.replaceChildren(safeMarkup(String(value)))} />
}
