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
