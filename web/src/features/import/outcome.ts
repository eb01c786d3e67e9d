import type { Entity, Job, RowError } from '@mortise/sdk'
import { fieldOf } from '@/lib/definition.ts'

/** What is wrong with one row. */
export interface BadRow {
  line: number
  problems: { column: string; message: string }[]
}

/** One kind of problem, and how many rows have it. */
export interface ProblemGroup {
  key: string
  column: string
  message: string
  count: number
}

/** The column that a problem is about: its header, and the field's title where that is another. */
export function columnOf(entity: Entity, map: { [header: string]: string }, pointer = ''): string {
  const name = pointer.replace(/^\//, '').split('/')[0] ?? ''
  const title = fieldOf(entity, name)?.title ?? name
  const header = Object.keys(map).find((one) => map[one]?.split('.')[0] === name)
  if (!header || header === title) return title
  return title === '' ? header : `${header} → ${title}`
}

/** The problems row by row. */
export function badRows(errors: readonly RowError[], columnOf: (pointer?: string) => string): BadRow[] {
  const rows = new Map<number, BadRow>()
  for (const { line, pointer, message } of errors) {
    const row = rows.get(line) ?? { line, problems: [] }
    row.problems.push({ column: columnOf(pointer), message })
    rows.set(line, row)
  }
  return [...rows.values()].sort((x, y) => x.line - y.line)
}

/** The problems by kind, the most frequent first. */
export function problemGroups(
  errors: readonly RowError[],
  columnOf: (pointer?: string) => string,
): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>()
  for (const { pointer = '', code, message } of errors) {
    const key = `${pointer} ${code}`
    const group = groups.get(key) ?? { key, column: columnOf(pointer), message, count: 0 }
    group.count++
    groups.set(key, group)
  }
  return [...groups.values()].sort((x, y) => y.count - x.count)
}

/** How many of the problems are that the record is there already. */
export function duplicateRows(errors: readonly RowError[]): number {
  const lines = errors.filter(({ code }) => /duplicate|unique|taken/.test(code)).map(({ line }) => line)
  return new Set(lines).size
}

/** Rows in a second, and the seconds that are left; undefined until something can be said. */
export function paceOf(job: Job, now: number): { rate: number; left?: number } | undefined {
  if (!job.started_at || job.done === 0) return undefined
  const seconds = (Date.parse(job.ended_at ?? '') || now) - Date.parse(job.started_at)
  if (seconds <= 0) return undefined
  const rate = job.done / (seconds / 1000)
  return job.total > job.done ? { rate, left: Math.ceil((job.total - job.done) / rate) } : { rate }
}
