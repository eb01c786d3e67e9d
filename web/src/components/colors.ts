/** The colours that definitions may name. */
export const colorNames = ['gray', 'blue', 'green', 'orange', 'red', 'violet', 'teal', 'pink'] as const
export type ColorName = (typeof colorNames)[number]

/** A colour name from a definition, or grey. */
export function colorName(text: string | undefined): ColorName {
  return colorNames.find((name) => name === text) ?? 'gray'
}

const seeds = [
  '#9a456f',
  '#2f7a34',
  '#a14a1a',
  '#5560b5',
  '#00735f',
  '#8a5300',
  '#00758c',
  '#92405c',
  '#6f6a00',
  '#7a4a9e',
]

/** A dark, steady colour for a name: the same name always gets the same one. */
export function seedColor(seed: string): string {
  let hash = 7
  for (const char of seed) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return seeds[hash % seeds.length] ?? '#50505b'
}

/** The character that stands for a name in a small tile: of a Chinese person's name the last, else the first. */
export function initialOf(name: string, person = false): string {
  const chars = [...name.trim()]
  const given = person && /^\p{Script=Han}{2,4}$/u.test(name.trim()) ? chars.at(-1) : chars[0]
  return (given ?? '?').toUpperCase()
}
