import { partsOf } from './match.ts'

/** A text in which what was looked for is marked. */
export function Highlight({ text, q }: { text: string; q: string }) {
  return (
    <span className="truncate">
      {partsOf(text, q).map((part, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
        part.hit ? <mark key={at} className="p-hit">{part.text}</mark> : <span key={at}>{part.text}</span>,
      )}
    </span>
  )
}
