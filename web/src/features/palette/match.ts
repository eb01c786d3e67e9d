/** Whether every word of what was typed is part of a text. */
export function matches(typed: string, text: string): boolean {
  const within = text.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word))
}

/** A part of a text, and whether it is what was looked for. */
export interface Part {
  /** Where it begins. */
  at: number
  text: string
  hit: boolean
}

/** Cuts a text where it holds what was typed, or else words of it. */
export function partsOf(text: string, typed: string): Part[] {
  const words = typed.trim().split(/\s+/).filter(Boolean)
  const whole = typed.trim().toLowerCase()
  const wanted = whole !== '' && text.toLowerCase().includes(whole) ? [whole] : words
  if (wanted.length === 0) return text === '' ? [] : [{ at: 0, text, hit: false }]
  const pattern = wanted
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')
  let at = 0
  return text
    .split(new RegExp(`(${pattern})`, 'iu'))
    .map((part, index) => {
      const from = at
      at += part.length
      return { at: from, text: part, hit: index % 2 === 1 }
    })
    .filter((part) => part.text !== '')
}

/** The next line of a list in a direction, round its ends. */
export function stepIn(length: number, at: number, key: string): number | undefined {
  if (length === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % length
  if (key === 'ArrowUp') return (at - 1 + length) % length
  if (key === 'PageDown') return Math.min(at + 8, length - 1)
  if (key === 'PageUp') return Math.max(at - 8, 0)
  return undefined
}
