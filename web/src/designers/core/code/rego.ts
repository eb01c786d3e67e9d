import type { StreamParser } from '@codemirror/language'

interface Inside {
  /** Within a text between backquotes, which goes over lines. */
  raw: boolean
}

const keywords = new Set('as contains default else every if import in not package some with'.split(' '))
const roots = new Set(['input', 'data'])

/** Reads Rego, a piece at a time. */
export const rego: StreamParser<Inside> = {
  name: 'rego',
  startState: () => ({ raw: false }),
  token(stream, state) {
    if (state.raw || stream.peek() === '`') {
      if (!state.raw) stream.next()
      state.raw = !stream.match(/^[^`]*`/)
      if (state.raw) stream.skipToEnd()
      return 'string'
    }
    if (stream.eatSpace()) return null
    if (stream.match(/^#.*/)) return 'comment'
    if (stream.match(/^"(?:[^"\\]|\\.)*("|\\?$)/)) return 'string'
    if (stream.match(/^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return 'number'
    if (stream.match(/^[a-zA-Z_]\w*/)) return nameOf(stream.string, stream.start, stream.pos)
    if (stream.match(/^(?::=|==|!=|<=|>=|[-+*/%<>=|&])/)) return 'operator'
    if (stream.match(/^[()[\]{}]/)) return 'bracket'
    if (stream.match(/^[,.;:]/)) return 'punctuation'
    stream.next()
    return 'invalid'
  },
}

function nameOf(line: string, from: number, to: number): string {
  const name = line.slice(from, to)
  if (line[from - 1] === '.') return line[to] === '(' ? 'variableName.function' : 'propertyName'
  if (keywords.has(name)) return 'keyword'
  if (name === 'true' || name === 'false') return 'bool'
  if (name === 'null') return 'null'
  if (roots.has(name)) return 'self'
  return line[to] === '(' ? 'variableName.function' : 'variableName'
}
