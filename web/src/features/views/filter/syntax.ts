/** What an expression says, as far as filters can say it. */
export type Syntax =
  | { kind: 'and' | 'or'; parts: Syntax[] }
  | { kind: 'not'; of: Syntax }
  | { kind: 'compare'; operator: Comparison; left: Syntax; right: Syntax }
  | { kind: 'value'; value: string | number | boolean | null }
  | { kind: 'list'; items: Syntax[] }
  /** A field, or the way to one; within a question about many records it begins with a dot. */
  | { kind: 'path'; path: string }
  | { kind: 'call'; name: string; args: Syntax[] }

/** How two values are compared. */
export type Comparison = (typeof comparisons)[number]

const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'contains', 'startsWith'] as const

interface Token {
  kind: 'word' | 'text' | 'number' | 'sign'
  text: string
}

const pattern =
  /\s*(?:(?<word>\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<number>\d+(?:\.\d+)?)|(?<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?<sign>&&|\|\||==|!=|<=|>=|[<>!()[\],-]))/y

/** The signs and words of an expression; undefined when there is one that filters do not have. */
function tokensOf(source: string): Token[] | undefined {
  const text = source.trim()
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)
    if (!found?.groups) return undefined
    for (const kind of ['word', 'text', 'number', 'sign'] as const) {
      const part = found.groups[kind]
      if (part !== undefined) tokens.push({ kind, text: part })
    }
  }
  return tokens
}

const escapes: { [letter: string]: string } = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' }

/** The text that a literal stands for; undefined when it has an escape that filters do not write. */
function textOf(literal: string): string | undefined {
  let known = true
  const text = literal.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => {
    const stands = escapes[letter]
    if (stands === undefined) known = false
    return stands ?? ''
  })
  return known ? text : undefined
}

/** Thrown within, and told as undefined. */
class Foreign extends Error {}

/** How deep an expression may nest: those of filters are a few levels deep. */
const deepest = 30

/** What a text says; undefined when it says anything that filters cannot. */
export function syntaxOf(source: string): Syntax | undefined {
  const tokens = tokensOf(source)
  if (!tokens || tokens.length === 0) return undefined
  try {
    return new Reader(tokens).whole()
  } catch (failure) {
    if (failure instanceof Foreign) return undefined
    throw failure
  }
}

class Reader {
  private at = 0
  private depth = 0
  private readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  whole(): Syntax {
    const all = this.or()
    if (this.at < this.tokens.length) throw new Foreign()
    return all
  }

  /** Takes the next token if it is one of these; texts in quotes never are. */
  private take(...wanted: string[]): boolean {
    const next = this.tokens[this.at]
    if (!next || next.kind === 'text' || !wanted.includes(next.text)) return false
    this.at++
    return true
  }

  private must(sign: string): void {
    if (!this.take(sign)) throw new Foreign()
  }

  private joined(kind: 'and' | 'or', part: () => Syntax, ...signs: string[]): Syntax {
    const parts = [part()]
    while (this.take(...signs)) parts.push(part())
    const [only] = parts
    return parts.length === 1 && only ? only : { kind, parts }
  }

  private or(): Syntax {
    if (++this.depth > deepest) throw new Foreign()
    const all = this.joined('or', () => this.and(), '||', 'or')
    this.depth--
    return all
  }

  private and(): Syntax {
    return this.joined('and', () => this.comparison(), '&&', 'and')
  }

  private comparison(): Syntax {
    const left = this.unary()
    const operator = this.operator()
    if (!operator) return left
    // "not a == b" compares what is not a: nobody means that.
    if (left.kind === 'not') throw new Foreign()
    const right = this.unary()
    if (this.operator()) throw new Foreign()
    return { kind: 'compare', operator, left, right }
  }

  private operator(): Comparison | undefined {
    const [next, after] = [this.tokens[this.at], this.tokens[this.at + 1]]
    if (next?.text === 'not' && after?.text === 'in' && after.kind === 'word') {
      this.at += 2
      return 'not in'
    }
    const found = next?.kind === 'text' ? undefined : comparisons.find((one) => one === next?.text)
    if (found) this.at++
    return found
  }

  private unary(): Syntax {
    if (this.take('!', 'not')) return { kind: 'not', of: this.unary() }
    return this.primary()
  }

  private primary(): Syntax {
    if (this.take('(')) {
      const inner = this.or()
      this.must(')')
      return inner
    }
    if (this.take('[')) return { kind: 'list', items: this.items(']') }
    const minus = this.take('-')
    const next = this.tokens[this.at++]
    if (!next || (minus && next.kind !== 'number')) throw new Foreign()
    if (next.kind === 'number') return { kind: 'value', value: Number(next.text) * (minus ? -1 : 1) }
    if (next.kind === 'text') return { kind: 'value', value: textOf(next.text) ?? foreign() }
    return next.kind === 'word' ? this.word(next.text) : foreign()
  }

  private word(word: string): Syntax {
    if (word === 'true' || word === 'false') return { kind: 'value', value: word === 'true' }
    if (word === 'nil') return { kind: 'value', value: null }
    if (this.take('(')) return { kind: 'call', name: word, args: this.items(')') }
    return { kind: 'path', path: word }
  }

  /** What is listed up to a closing sign. */
  private items(end: string): Syntax[] {
    const items: Syntax[] = []
    if (this.take(end)) return items
    do items.push(this.or())
    while (this.take(','))
    this.must(end)
    return items
  }
}

function foreign(): never {
  throw new Foreign()
}
