import { partsOf } from './match.ts'
import './highlight.css'

/** A text in which what was looked for is marked. */
export function Highlight({ text, q }: { text: string; q: string }) {
  return (
    <span className="truncate">
      {partsOf(text, q).map((part) =>
        part.hit ? (
          <mark key={part.at} className="p-hit">
            {part.text}
          </mark>
        ) : (
          <span key={part.at}>{part.text}</span>
        ),
      )}
    </span>
  )
}
