import type { ReactNode } from 'react'
import type { Line, RowGroup } from './grouping.ts'

/** What a grid needs to draw its rows in groups. */
export interface Groups {
  lines: Line[]
  isOpen: (key: string) => boolean
  toggle: (key: string) => void
  /** Draws the head of a group; without a line, the one that stays in sight. */
  head: (group: RowGroup, line?: number) => ReactNode
  /** Draws what fetches further rows of a group. */
  more: (group: RowGroup) => ReactNode
}
