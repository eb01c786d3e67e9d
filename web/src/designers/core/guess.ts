import words from '../../../../builder/guess/words.json'

const names: { [title: string]: string } = words.names

/** Words of which all letters are Latin stand for themselves only when they stand alone. */
const latin = /^[\x20-\x7e]+$/

const matchers = words.types.flatMap(({ type, words: list }, order) =>
  list.map((word) => ({
    type,
    order,
    length: latin.test(word) ? word.length : word.length * 2,
    test: latin.test(word) ? new RegExp(`(^|[^a-z])${escaped(word)}($|[^a-z])`, 'i') : new RegExp(word),
  })),
)

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The type that a field of this title most likely has: of all words found in it the longest counts; text for none. */
export function guessType(title: string): string {
  const found = matchers.filter(({ test }) => test.test(title))
  found.sort((one, other) => other.length - one.length || one.order - other.order)
  return found[0]?.type ?? 'text'
}

/** A name for a thing of this title that is not taken: "Expected amount" is expected_amount, 电话 is phone. */
export function guessName(title: string, taken: (name: string) => boolean, fallback: string): string {
  const base = nameFrom(title) || fallback
  let name = base
  for (let count = 2; taken(name); count++) name = `${base}_${count}`
  return name
}

function nameFrom(title: string): string {
  const text = title.trim()
  if (names[text]) return names[text]
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50)
  if (plain !== '' && !/[\u3400-\u9fff]/.test(text)) return plain
  // Part by part, the longest known word first: 客户电话 is customer_phone.
  const parts: string[] = []
  const known = Object.keys(names).sort((one, other) => other.length - one.length)
  for (let rest = text; rest !== '' && parts.length < 4; ) {
    const word = known.find((one) => rest.startsWith(one))
    const name = word && names[word]
    if (name) parts.push(name)
    rest = rest.slice(word?.length ?? 1)
  }
  return [...new Set(parts)].join('_').slice(0, 50)
}
