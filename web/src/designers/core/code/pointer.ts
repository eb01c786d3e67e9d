/** A part of a text. */
export interface Span {
  from: number
  to: number
}

const space = /[\s]*/y
const scalar = /"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y

class Wrong extends Error {
  readonly at: number

  constructor(at: number) {
    super('no JSON')
    this.at = at
  }
}

/** Walks over a text of JSON and tells of each value by its pointer; a member is told of from its name on. */
function walk(text: string, told: (pointer: string, span: Span) => void): void {
  let at = 0
  const skip = () => {
    space.lastIndex = at
    space.test(text)
    at = space.lastIndex
  }
  const expect = (sign: string) => {
    if (text[at] !== sign) throw new Wrong(at)
    at++
    skip()
  }
  const token = () => {
    scalar.lastIndex = at
    if (!scalar.test(text)) throw new Wrong(at)
    const piece = text.slice(at, scalar.lastIndex)
    at = scalar.lastIndex
    return piece
  }
  const value = (pointer: string, from: number) => {
    const sign = text[at]
    if (sign === '{' || sign === '[') {
      const end = sign === '{' ? '}' : ']'
      expect(sign)
      for (let nth = 0; text[at] !== end; nth++) {
        if (nth > 0) expect(',')
        const start = at
        if (sign === '[') value(`${pointer}/${nth}`, start)
        else {
          if (text[at] !== '"') throw new Wrong(at)
          const name = nameOf(token(), start)
          skip()
          expect(':')
          value(`${pointer}/${name}`, start)
        }
        skip()
      }
      at++
    } else token()
    told(pointer, { from, to: at })
  }
  skip()
  value('', at)
  skip()
  if (at < text.length) throw new Wrong(at)
}

function nameOf(quoted: string, at: number): string {
  try {
    return (JSON.parse(quoted) as string).replaceAll('~', '~0').replaceAll('/', '~1')
  } catch {
    throw new Wrong(at)
  }
}

/** Where in a text of JSON the values of pointers stand; what is not there is where the nearest above it begins. */
export function placesOf(text: string, pointers: readonly string[]): readonly (Span | undefined)[] {
  const spans = new Map<string, Span>()
  try {
    walk(text, (pointer, span) => spans.set(pointer, span))
  } catch {
    return pointers.map(() => undefined)
  }
  return pointers.map((pointer) => {
    const whole = spans.get(pointer)
    if (whole && pointer !== '') return firstLine(text, whole)
    for (let above = pointer; above !== ''; ) {
      above = above.slice(0, above.lastIndexOf('/'))
      const span = spans.get(above)
      if (span) return firstLine(text, span)
    }
    return whole && firstLine(text, whole)
  })
}

/** So much of a part as stands in its first line. */
function firstLine(text: string, { from, to }: Span): Span {
  const end = text.indexOf('\n', from)
  return { from, to: end >= 0 && end < to ? end : to }
}

/** The place at which a text is no JSON any more; undefined when it is. */
export function breakOf(text: string): number | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    try {
      walk(text, () => undefined)
    } catch (error) {
      if (error instanceof Wrong) return error.at
    }
    return text.length
  }
}
