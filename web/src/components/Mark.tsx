import { colorName, initialOf, seedColor } from './colors.ts'
import './mark.css'

interface MarkProps {
  name: string
  round?: boolean
  size?: number
}

/** A small coloured tile with the initial of a name: round for people. */
export function Mark({ name, round, size = 18 }: MarkProps) {
  const style = { width: size, height: size, fontSize: size * 0.56, background: seedColor(name) }
  return (
    <span className={round ? 'm-mark m-mark--round' : 'm-mark'} style={style} aria-hidden="true">
      {initialOf(name, round)}
    </span>
  )
}

/** A value with a soft background, for status. */
export function Pill({ color, children }: { color?: string; children: string }) {
  return <span className={`m-pill m-pill--${colorName(color)}`}>{children}</span>
}
