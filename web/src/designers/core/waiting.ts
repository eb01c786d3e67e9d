/** A file whose rows are to become records of an entity once that is published. */
export interface WaitingFile {
  /** Id of the upload. */
  file: string
  name: string
}

const place = (entity: string) => `mortise.design.file.${entity}`

/** The file that waits for an entity to be published. */
export function waitingFile(entity: string): WaitingFile | undefined {
  const kept = sessionStorage.getItem(place(entity))
  return kept ? (JSON.parse(kept) as WaitingFile) : undefined
}

/** Lets a file wait for an entity; none ends that. */
export function letWait(entity: string, file: WaitingFile | undefined): void {
  if (file) sessionStorage.setItem(place(entity), JSON.stringify(file))
  else sessionStorage.removeItem(place(entity))
}
