type Scope = { [name: string]: unknown }
type Thunk = (scope: Scope) => unknown

const token =
  /\s*(&&|\|\||==|!=|<=|>=|[<>!()[\],]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)/gy

function tokens(source: string): string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < source.trimEnd().length) {
    const match = token.exec(source)
    if (!match?.[1]) throw new Error(`expression: cannot read ${source}`)
    found.push(match[1])
  }
  return found
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

function present(value: unknown): boolean {
  return value !== null && value !== undefined
}

type Comparison = (a: never, b: never) => boolean

const comparisons: { [operator: string]: Comparison } = {
  '<': (a: string, b: string) => a < b,
  '<=': (a: string, b: string) => a <= b,
  '>': (a: string, b: string) => a > b,
  '>=': (a: string, b: string) => a >= b,
  contains: (a: string, b: string) => a.toLowerCase().includes(b.toLowerCase()),
  startsWith: (a: string, b: string) => a.startsWith(b),
  in: (a: unknown, b: unknown[]) => b.includes(a),
}

/** Reads the part of Expr that lists use; enough for an in-memory server. */
class Reader {
  private at = 0
  private readonly list: string[]

  constructor(source: string) {
    this.list = tokens(source)
  }

  whole(): Thunk {
    const thunk = this.or()
    if (this.at < this.list.length) throw new Error(`expression: unexpected ${this.list[this.at]}`)
    return thunk
  }

  private take(...wanted: string[]): string | null {
    const next = this.list[this.at]
    if (next === undefined || !wanted.includes(next)) return null
    this.at++
    return next
  }

  private or(): Thunk {
    const parts = [this.and()]
    while (this.take('||', 'or')) parts.push(this.and())
    return parts.length === 1 ? (parts[0] as Thunk) : (scope) => parts.some((part) => part(scope) === true)
  }

  private and(): Thunk {
    const parts = [this.comparison()]
    while (this.take('&&', 'and')) parts.push(this.comparison())
    return parts.length === 1 ? (parts[0] as Thunk) : (scope) => parts.every((part) => part(scope) === true)
  }

  private comparison(): Thunk {
    const left = this.operand()
    const operator = this.take('==', '!=', '<', '<=', '>', '>=', 'contains', 'startsWith', 'in')
    if (!operator) return left
    const right = this.operand()
    if (operator === '==' || operator === '!=') {
      const same = (scope: Scope) => (idOf(left(scope)) ?? null) === (idOf(right(scope)) ?? null)
      return operator === '==' ? same : (scope) => !same(scope)
    }
    const compare = comparisons[operator] as Comparison
    return (scope) => {
      const a = idOf(left(scope))
      const b = right(scope)
      return present(a) && present(b) && compare(a as never, b as never)
    }
  }

  private operand(): Thunk {
    if (this.take('!', 'not')) {
      const inner = this.operand()
      return (scope) => inner(scope) !== true
    }
    if (this.take('(')) {
      const inner = this.or()
      if (!this.take(')')) throw new Error('expression: ) is missing')
      return inner
    }
    if (this.take('[')) return this.array()
    return this.atom()
  }

  private array(): Thunk {
    const parts: Thunk[] = []
    while (!this.take(']')) {
      parts.push(this.operand())
      this.take(',')
    }
    return (scope) => parts.map((part) => part(scope))
  }

  private atom(): Thunk {
    const text = this.list[this.at++]
    if (text === undefined) throw new Error('expression: something is missing at the end')
    if (/^['"]/.test(text)) {
      const value = text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
      return () => value
    }
    if (/^-?\d/.test(text)) return () => Number(text)
    if (text === 'nil') return () => null
    if (text === 'true' || text === 'false') return () => text === 'true'
    return (scope) => scope[text]
  }
}

/** Compiles a filter to a function over a record and the caller's attributes. */
export function compileExpression(source: string): (scope: Scope) => boolean {
  const thunk = new Reader(source).whole()
  return (scope) => thunk(scope) === true
}
