import { alike, type Doc, type Key } from './document.ts'
import { merge3 } from './merge.ts'

/** Documents by key; those that are not there do not exist. */
export type Documents = ReadonlyMap<Key, Doc>

/** What one step made of a document; undefined where there is none. */
export interface Change {
  before: Doc | undefined
  after: Doc | undefined
}

/** A change that can be taken back, with the words by which it is named. */
export interface Step {
  label: string
  changes: ReadonlyMap<Key, Change>
  /** Steps of the same that follow each other are one, such as typing in one input. */
  run?: string
}

/** What was done and what was taken back; the last of each list is the next to go. */
export interface History {
  past: readonly Step[]
  future: readonly Step[]
}

/** Nothing was done yet. */
export const nothing: History = { past: [], future: [] }

/** So many steps can be taken back. */
const most = 200

/** The history after one more step. */
export function record(history: History, step: Step): History {
  const last = history.past.at(-1)
  if (last && step.run !== undefined && last.run === step.run && history.future.length === 0) {
    const joined = { ...step, label: last.label, changes: joinedChanges(last.changes, step.changes) }
    return { past: [...history.past.slice(0, -1), joined], future: [] }
  }
  return { past: [...history.past, step].slice(-most), future: [] }
}

function joinedChanges(
  first: ReadonlyMap<Key, Change>,
  then: ReadonlyMap<Key, Change>,
): ReadonlyMap<Key, Change> {
  const joined = new Map(first)
  for (const [key, { before, after }] of then)
    joined.set(key, { before: (first.get(key) ?? { before }).before, after })
  return joined
}

/** What taking back a step makes of documents that others may have changed since. */
export function takenBack(documents: Documents, step: Step): ReadonlyMap<Key, Change> {
  const changes = new Map<Key, Change>()
  for (const [key, { before, after }] of step.changes) {
    const now = documents.get(key)
    changes.set(key, { before: now, after: rebased(after, before, now) })
  }
  return changes
}

/** The change from one document to another, made to a third. */
function rebased(from: Doc | undefined, to: Doc | undefined, now: Doc | undefined): Doc | undefined {
  if (alike(from, now) || !from || !to || !now) return to
  return merge3(from, to, now, ({ mine }) => mine)
}
