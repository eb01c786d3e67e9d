import type { StreamParser } from '@codemirror/language'
import { useMemo } from 'react'
import './code.css'
import { lookOf } from './look.ts'
import { rego } from './rego.ts'
import { tokensOf } from './tokens.ts'

/** Rego with the colours of code, to be read. */
export default function RegoCode({ text }: { text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text])
  return <code>{pieces}</code>
}

function piecesOf(text: string) {
  const pieces = []
  let at = 0
  for (const { from, to, style } of tokensOf(rego as StreamParser<unknown>, text)) {
    const look = lookOf(style)
    if (!look) continue
    if (from > at) pieces.push(text.slice(at, from))
    pieces.push(
      <span key={from} className={look}>
        {text.slice(from, to)}
      </span>,
    )
    at = to
  }
  pieces.push(text.slice(at))
  return pieces
}
