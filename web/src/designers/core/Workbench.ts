import { alike, type Doc, type Key } from './document.ts'
import { type Change, type Documents, type History, nothing, record, takenBack } from './History.ts'

/** What is done to documents in one step; undefined removes one. */
export interface Edit {
  /** What is done, in words: it names the step where it is taken back. */
  label: string
  changes: { readonly [key: Key]: Doc | undefined }
  /** Edits of the same that follow each other within a moment are one step. */
  run?: string
}

/** What of a workbench is drawn. A new one for each change. */
export interface Bench {
  documents: Documents
  history: History
}

/** So long a run of edits goes on without one, in milliseconds. */
const pause = 2000

/**
 * The documents that are designed, with everything that was done to them. It knows no page and no
 * server: Saver brings it together with what others have saved.
 */
export class Workbench {
  private bench: Bench
  private last = 0
  private readonly listeners = new Set<(keys: readonly Key[]) => void>()

  constructor(documents: Documents) {
    this.bench = { documents, history: nothing }
  }

  /** What is there now; the same object until something changes. */
  readonly now = (): Bench => this.bench

  /** Calls back with the keys of documents that changed. */
  readonly subscribe = (listener: (keys: readonly Key[]) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The document as it is drawn. */
  get(key: Key): Doc | undefined {
    return this.bench.documents.get(key)
  }

  /** Does one step. What changes nothing is none. */
  do(edit: Edit, time = Date.now()): void {
    const changes = new Map<Key, Change>()
    for (const [key, after] of Object.entries(edit.changes) as [Key, Doc | undefined][]) {
      const before = this.get(key)
      if (!alike(before, after)) changes.set(key, { before, after })
    }
    if (changes.size === 0) return
    const run = edit.run !== undefined && time - this.last > pause ? undefined : edit.run
    const { past } = this.bench.history
    // A run that was broken off by time begins anew under the same name.
    const cut =
      run === undefined && past.length > 0 && edit.run !== undefined
        ? { ...this.bench.history, past: past.map((step) => ({ ...step, run: undefined })) }
        : this.bench.history
    this.last = time
    this.put(changes, record(cut, { label: edit.label, changes, run: edit.run }))
  }

  /** Takes back the last step. */
  undo(): void {
    const { past, future } = this.bench.history
    const step = past.at(-1)
    if (!step) return
    const changes = takenBack(this.bench.documents, step)
    this.put(changes, { past: past.slice(0, -1), future: [...future, { label: step.label, changes }] })
  }

  /** Does again what was taken back last. */
  redo(): void {
    const { past, future } = this.bench.history
    const step = future.at(-1)
    if (!step) return
    const changes = takenBack(this.bench.documents, step)
    this.put(changes, { past: [...past, { label: step.label, changes }], future: future.slice(0, -1) })
  }

  /** Takes over what is saved elsewhere; that is no step of its own. */
  receive(documents: { readonly [key: Key]: Doc | undefined }): void {
    const changes = new Map<Key, Change>()
    for (const [key, after] of Object.entries(documents) as [Key, Doc | undefined][]) {
      const before = this.get(key)
      if (!alike(before, after)) changes.set(key, { before, after })
    }
    if (changes.size > 0) this.put(changes, this.bench.history)
  }

  private put(changes: ReadonlyMap<Key, Change>, history: History): void {
    const documents = new Map(this.bench.documents)
    for (const [key, { after }] of changes) {
      if (after) documents.set(key, after)
      else documents.delete(key)
    }
    this.bench = { documents, history }
    for (const listener of this.listeners) listener([...changes.keys()])
  }
}
