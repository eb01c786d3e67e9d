import type { StreamParser } from '@codemirror/language'

/** Reads JSON, a piece at a time; no piece goes over the end of a line. */
export const json: StreamParser<null> = {
  name: 'json',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^"(?:[^"\\]|\\.)*("|\\?$)/)) {
      return /^\s*:/.test(stream.string.slice(stream.pos)) ? 'propertyName' : 'string'
    }
    if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/)) return 'number'
    if (stream.match(/^(?:true|false)\b/)) return 'bool'
    if (stream.match(/^null\b/)) return 'null'
    if (stream.match(/^[{}[\]]/)) return 'bracket'
    if (stream.match(/^[:,]/)) return 'punctuation'
    stream.next()
    return 'invalid'
  },
  languageData: { closeBrackets: { brackets: ['{', '[', '"'] } },
}
