import type { Entity, View } from '@mortise/sdk'
import type { Column } from '../useColumns.ts'

/** Which records a board shows. */
export interface BoardScope {
  filter?: string
  q: string
  sort: string[]
  archived: boolean
}

/** What every kind of board is given. */
export interface BoardProps {
  entity: Entity
  view: View
  columns: Column[]
  scope: BoardScope
  /** Whether the user filters or searches. */
  narrowed: boolean
  onClear: () => void
  /** Opens the form of a new record with these values; not given when the caller may make none. */
  onCreate?: (preset?: { [field: string]: unknown }) => void
}

/** The archived parameter of the API. */
export function archivedOf(scope: BoardScope): 'only' | undefined {
  return scope.archived ? 'only' : undefined
}

/** A text as it stands in an expression. */
export function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
}
