/** What the address of a new record's form holds. */
export interface CreateSearch {
  /** Values that the form begins with, by field. */
  preset?: { [field: string]: unknown }
}

/** Reads the address of a new record's form, dropping what is not ours. */
export function parseCreateSearch(raw: { [name: string]: unknown }): CreateSearch {
  const { preset } = raw
  const whole = typeof preset === 'object' && preset !== null && !Array.isArray(preset)
  return whole ? { preset: preset as CreateSearch['preset'] } : {}
}

/** What the address of a record's page holds. */
export interface RecordSearch {
  /** The tab that is shown, by number or name; the first one when not given. */
  tab?: number | string
}

/** Reads the address of a record's page, dropping what is not ours. */
export function parseRecordSearch({ tab }: { [name: string]: unknown }): RecordSearch {
  return typeof tab === 'number' || (typeof tab === 'string' && tab !== '') ? { tab } : {}
}
