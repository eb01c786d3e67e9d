/** The steps of an import, in their order. */
export const steps = ['upload', 'read', 'map', 'check', 'run'] as const
export type Step = (typeof steps)[number]

/** What the address of an import holds: it goes on where it was after a reload. */
export interface ImportSearch {
  /** Id of the uploaded file. */
  file?: string
  name?: string
  step?: Step
  /** The job that checks. */
  check?: string
  /** The job that imports. */
  run?: string
}

/** Reads the address of an import, dropping what is not ours. */
export function parseImportSearch(raw: { [name: string]: unknown }): ImportSearch {
  const text = (value: unknown) =>
    typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined
  return {
    file: text(raw.file),
    name: text(raw.name),
    step: steps.find((step) => step === raw.step),
    check: text(raw.check),
    run: text(raw.run),
  }
}

/** Where an address stands; a step whose beginnings are missing is the one before it. */
export function stepOf({ file, step, run }: ImportSearch): Step {
  if (run) return 'run'
  if (!file) return 'upload'
  return step && step !== 'upload' && step !== 'run' ? step : 'read'
}
