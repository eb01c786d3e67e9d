import type { WireRecord } from '@mortise/sdk'
import { relatedId } from '@/lib/definition.ts'

/** A record in a tree as it is drawn. */
export interface TreeRow {
  record: WireRecord
  /** From 1. */
  level: number
  /** Undefined for one without records below. */
  expanded?: boolean
  /** Its place among those with the same parent, from 1, and how many these are. */
  place: number
  among: number
  /** Only shown because something below it is looked for. */
  grey: boolean
}

/** Records by the id of their parent; those without one by ''. */
export type Branches = ReadonlyMap<string, WireRecord[]>

/** Sorts records under their parents; those whose parent is not among them stand at the top. */
export function branchesOf(rows: WireRecord[], parent: string): Branches {
  const known = new Set(rows.map((row) => row.id))
  const branches = new Map<string, WireRecord[]>()
  for (const row of rows) {
    const above = relatedId(row[parent]) ?? ''
    const key = known.has(above) ? above : ''
    branches.set(key, [...(branches.get(key) ?? []), row])
  }
  return branches
}

interface Drawing {
  /** Whether a record's branch is open. */
  open: (id: string) => boolean
  /** Whether a record has others below. */
  full: (id: string) => boolean
  grey?: ReadonlySet<string>
}

/** The rows of a tree from the top down. */
export function treeRows(branches: Branches, { open, full, grey }: Drawing): TreeRow[] {
  const rows: TreeRow[] = []
  const seen = new Set<string>()
  const walk = (above: string, level: number) => {
    const branch = branches.get(above) ?? []
    branch.forEach((record, at) => {
      if (seen.has(record.id)) return
      seen.add(record.id)
      const expanded = full(record.id) ? open(record.id) : undefined
      rows.push({
        record,
        level,
        expanded,
        place: at + 1,
        among: branch.length,
        grey: grey?.has(record.id) === true,
      })
      if (expanded) walk(record.id, level + 1)
    })
  }
  walk('', 1)
  return rows
}

/** The row above one: that of its parent. */
export function rowAbove(rows: TreeRow[], at: number): TreeRow | undefined {
  const level = rows[at]?.level ?? 1
  return rows.slice(0, at).findLast((row) => row.level === level - 1)
}

/** The row before one with the same parent. */
export function rowBefore(rows: TreeRow[], at: number): TreeRow | undefined {
  const level = rows[at]?.level ?? 1
  for (let index = at - 1; index >= 0; index--) {
    const row = rows[index]
    if (!row || row.level < level) return undefined
    if (row.level === level) return row
  }
  return undefined
}

/** Whether a row is a record itself, or stands somewhere below it. */
export function isWithin(rows: TreeRow[], id: string, candidate: string): boolean {
  let at = rows.findIndex((row) => row.record.id === candidate)
  while (at >= 0) {
    if (rows[at]?.record.id === id) return true
    const above = rowAbove(rows, at)
    at = above ? rows.indexOf(above) : -1
  }
  return false
}
