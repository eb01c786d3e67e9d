/** What was written into a form and not saved. */
export interface Draft {
  /** When it was last changed, in milliseconds. */
  at: number
  /** The version of the record on which it was begun; null for a new one. */
  etag: string | null
  values: { [field: string]: unknown }
}

/** Whose draft it is, and of what; a new record has no id. */
export interface DraftPlace {
  user: string
  entity: string
  id: string | undefined
}

const prefix = 'mortise.draft.'
const oldest = 14 * 24 * 60 * 60_000
const most = 30
const longest = 200_000

function keyOf({ user, entity, id }: DraftPlace): string {
  return `${prefix}${user}.${entity}.${id ?? 'new'}`
}

/** The draft of a form; undefined when there is none, or storage is closed to us. */
export function loadDraft(place: DraftPlace, now = Date.now()): Draft | undefined {
  try {
    return read(keyOf(place), now)
  } catch {
    return undefined
  }
}

/** Keeps a draft in this browser; tells whether it could. */
export function saveDraft(place: DraftPlace, draft: Draft): boolean {
  const text = JSON.stringify(draft)
  try {
    localStorage.removeItem(keyOf(place))
    if (text.length > longest) return false
    makeRoom(draft.at)
    localStorage.setItem(keyOf(place), text)
    return true
  } catch {
    return false
  }
}

/** Forgets a draft. */
export function removeDraft(place: DraftPlace): void {
  try {
    localStorage.removeItem(keyOf(place))
  } catch {
    // Nothing is kept where storage is closed.
  }
}

/** Forgets the drafts of everybody else, or of all: others may sit down here. */
export function keepDraftsOf(user: string | undefined): void {
  try {
    const own = user === undefined ? undefined : `${prefix}${user}.`
    for (const key of keys()) if (own === undefined || !key.startsWith(own)) localStorage.removeItem(key)
  } catch {
    // Nothing is kept where storage is closed.
  }
}

function keys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
}

function read(key: string, now: number): Draft | undefined {
  const text = localStorage.getItem(key)
  if (text === null) return undefined
  const draft = parse(text)
  if (draft && now - draft.at < oldest) return draft
  localStorage.removeItem(key)
  return undefined
}

function parse(text: string): Draft | undefined {
  try {
    const { at, etag, values } = JSON.parse(text)
    const whole = typeof at === 'number' && typeof values === 'object' && values !== null
    return whole ? { at, etag: typeof etag === 'string' ? etag : null, values } : undefined
  } catch {
    return undefined
  }
}

/** Drops drafts that are too old, and the oldest where there are too many. */
function makeRoom(now: number): void {
  const found = keys().flatMap((key) => {
    const draft = read(key, now)
    return draft ? [{ key, at: draft.at }] : []
  })
  found.sort((one, other) => other.at - one.at)
  for (const { key } of found.slice(most - 1)) localStorage.removeItem(key)
}
