/** A row as the form holds it: as it came, and what was changed of it. */
export interface Row {
  id?: string
  _row?: {
    key: string
    wire: { [field: string]: unknown }
    /** The row as it came; none of one that is new. */
    base?: Row
  }
  [field: string]: unknown
}

/** The rows of a value. */
export function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? (value as Row[]) : []
}

/** The rows as the server wants them: of those that are there, what was changed. */
export function wireRows(value: unknown): unknown {
  const rows = rowsOf(value)
  return rows.map((row) => ({ ...(row.id ? { id: row.id } : {}), ...row._row?.wire }))
}
