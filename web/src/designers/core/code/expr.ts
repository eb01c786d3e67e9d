import type { StreamParser } from '@codemirror/language'

interface Inside {
  /** The sign that ends the text one is in; "" outside of texts. */
  quote: string
}

const word = /^[\p{L}_][\p{L}\p{N}_]*/u
const operators = /^(?:\*\*|==|!=|<=|>=|&&|\|\||\?\?|\?\.|[-+*/%<>!?:^=])/
const wordOperators = new Set(['and', 'or', 'not', 'in', 'contains', 'startsWith', 'endsWith', 'matches'])
const constants = new Set(['true', 'false'])
const selves = new Set(['me', 'user'])

/** Reads the language of expressions, a piece at a time. */
export const expr: StreamParser<Inside> = {
  name: 'expr',
  startState: () => ({ quote: '' }),
  token(stream, state) {
    if (state.quote) return text(stream, state)
    if (stream.eatSpace()) return null
    const next = stream.peek() ?? ''
    if (next === "'" || next === '"' || next === '`') {
      state.quote = stream.next() ?? ''
      return text(stream, state)
    }
    if (stream.match(/^(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/)) return 'number'
    if (stream.match(word)) return nameOf(stream.string, stream.start, stream.pos)
    if (stream.match(operators)) return 'operator'
    if (stream.match(/^[()[\]{}]/)) return 'bracket'
    if (stream.match(/^[,.#]/)) return 'punctuation'
    stream.next()
    return 'invalid'
  },
  languageData: { closeBrackets: { brackets: ['(', '[', "'", '"'] } },
}

function nameOf(line: string, from: number, to: number): string {
  const name = line.slice(from, to)
  if (line[from - 1] === '.') return 'propertyName'
  if (/^\s*\(/.test(line.slice(to))) return wordOperators.has(name) ? 'keyword' : 'variableName.function'
  if (wordOperators.has(name)) return 'keyword'
  if (constants.has(name)) return 'bool'
  if (name === 'nil') return 'null'
  return selves.has(name) ? 'self' : 'variableName'
}

type Stream = Parameters<StreamParser<Inside>['token']>[0]

function text(stream: Stream, state: Inside): string {
  for (let sign = stream.next(); sign; sign = stream.next()) {
    if (sign === '\\' && state.quote !== '`') stream.next()
    else if (sign === state.quote) {
      state.quote = ''
      break
    }
  }
  return 'string'
}
