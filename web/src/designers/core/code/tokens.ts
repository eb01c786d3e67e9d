import { type StreamParser, StringStream } from '@codemirror/language'

/** A piece of a text, and what it is; undefined for what has no look of its own. */
export interface Token {
  from: number
  to: number
  style: string | undefined
}

/** Takes a text to pieces, lines and all, as the editor does. */
export function tokensOf<State>(parser: StreamParser<State>, text: string): Token[] {
  const state = parser.startState?.(2) as State
  const tokens: Token[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const stream = new StringStream(line, 2, 2)
    if (line === '') parser.blankLine?.(state, 2)
    while (!stream.eol()) {
      stream.start = stream.pos
      const style = parser.token(stream, state) ?? undefined
      if (stream.pos > stream.start) tokens.push({ from: at + stream.start, to: at + stream.pos, style })
    }
    at += line.length + 1
  }
  return tokens
}
