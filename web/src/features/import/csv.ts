import type { Entity, Field } from '@mortise/sdk'

/** The first line of a CSV text, cell by cell (RFC 4180 quotes). */
export function readHeader(text: string): string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  const source = text.replace(/^\uFEFF/, '')
  for (let at = 0; at < source.length; at++) {
    const char = source[at]
    if (quoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') cell += source[++at]
      else quoted = false
    } else if (char === '"') quoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n' || char === '\r') break
    else cell += char
  }
  return [...cells, cell].map((header) => header.trim())
}

/** The fields that a file may fill. */
export function importableFields(entity: Entity): Field[] {
  return entity.fields.filter((field) => !field.system && !field.readOnly)
}

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '')

/** Guesses the field of each column by its name or title. */
export function guessMap(entity: Entity, headers: string[]): { [header: string]: string } {
  const map: { [header: string]: string } = {}
  const taken = new Set<string>()
  for (const header of headers) {
    const field = importableFields(entity).find(
      ({ name, title }) =>
        !taken.has(name) && (plain(name) === plain(header) || plain(title) === plain(header)),
    )
    if (!field || header === '') continue
    taken.add(field.name)
    map[header] = field.name
  }
  return map
}
