import { alike, type Doc, type Key } from './document.ts'
import { type Choose, type Clash, merge3 } from './merge.ts'
import type { Workbench } from './Workbench.ts'

/** A document as the server has it. */
export interface Saved {
  body: Doc
  etag: string
}

/** Where documents are kept. put and remove throw a Stale when others changed the same places. */
export interface Drawer {
  get: (key: Key) => Promise<Saved | undefined>
  put: (key: Key, body: Doc, etag: string | undefined) => Promise<Saved>
  remove: (key: Key, etag: string) => Promise<void>
}

/** What keeps a document from being saved. */
export interface Trouble {
  error: unknown
  /** Places that others changed otherwise, when that is what it is. */
  clashes?: readonly Clash[]
}

/** How far the saving has come. */
export interface Saving {
  /** Documents that are not saved as they are drawn. */
  pending: ReadonlySet<Key>
  troubles: ReadonlyMap<Key, Trouble>
  /** Rises whenever the server has something else than before: what is asked of the draft is asked anew. */
  round: number
}

/** So long nothing is typed before it is saved, in milliseconds. */
const rest = 500

/** Saves what is drawn by itself, one document after another, and takes over what others saved. */
export class Saver {
  private saved: Map<Key, Saved>
  private saving: Saving = { pending: new Set(), troubles: new Map(), round: 0 }
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | undefined
  /** What is on its way: what the server has of it is not known until the answer comes. */
  private sent: Key | undefined
  private readonly listeners = new Set<() => void>()
  private readonly stop: () => void

  constructor(
    private readonly bench: Workbench,
    private readonly drawer: Drawer,
    saved: ReadonlyMap<Key, Saved>,
    /** Whether an error says that others changed the same places. */
    private readonly isStale: (error: unknown) => boolean,
  ) {
    this.saved = new Map(saved)
    this.stop = bench.subscribe((keys) => this.changed(keys))
  }

  /** How far it has come; the same object until that changes. */
  readonly now = (): Saving => this.saving

  /** Calls back when the saving has come further. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What the server has of a document, as far as is known. */
  savedOf(key: Key): Saved | undefined {
    return this.saved.get(key)
  }

  /** Saves all that waits, at once. It is done when nothing waits, or all that does is in trouble. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    while (this.running) await this.running
    const due = this.due()
    if (due.length === 0) return
    this.running = this.saveAll(due).finally(() => {
      this.running = undefined
    })
    await this.running
    if (this.due().length > 0) await this.flush()
  }

  /** Tries again what was refused. */
  retry(): Promise<void> {
    this.tell({ ...this.saving, troubles: new Map() })
    return this.flush()
  }

  /** Takes over what the server has now: all of its documents. What is not saved yet is put on top. */
  receive(all: ReadonlyMap<Key, Saved>): void {
    const taken: { [key: Key]: Doc | undefined } = {}
    for (const key of new Set([...this.saved.keys(), ...all.keys()])) {
      const [known, now] = [this.saved.get(key), all.get(key)]
      // One that waits is merged when it is saved.
      if (known?.etag === now?.etag || this.saving.pending.has(key)) continue
      if (now) this.saved.set(key, now)
      else this.saved.delete(key)
      taken[key] = now?.body
    }
    this.bench.receive(taken)
    if (Object.keys(taken).length > 0) this.tell({ ...this.saving, round: this.saving.round + 1 })
  }

  /** Ends what clashes: choose says what counts at each place. */
  async resolve(key: Key, choose: Choose): Promise<void> {
    const known = this.saved.get(key)
    const mine = this.bench.get(key)
    const theirs = await this.drawer.get(key)
    if (theirs) this.saved.set(key, theirs)
    else this.saved.delete(key)
    if (mine && theirs) this.bench.receive({ [key]: merge3(known?.body ?? {}, mine, theirs.body, choose) })
    const troubles = new Map(this.saving.troubles)
    troubles.delete(key)
    this.tell({ ...this.saving, troubles })
    this.changed([key])
    await this.flush()
  }

  /** Saves no more. */
  close(): void {
    clearTimeout(this.timer)
    this.stop()
  }

  private isSaved(key: Key): boolean {
    return alike(this.saved.get(key)?.body, this.bench.get(key))
  }

  private due(): Key[] {
    return [...this.saving.pending].filter((key) => !this.saving.troubles.has(key))
  }

  private changed(keys: readonly Key[]): void {
    const pending = new Set(this.saving.pending)
    const troubles = new Map(this.saving.troubles)
    for (const key of keys) {
      troubles.delete(key)
      if (key !== this.sent && this.isSaved(key)) pending.delete(key)
      else pending.add(key)
    }
    this.tell({ ...this.saving, pending, troubles })
    clearTimeout(this.timer)
    if (pending.size > 0) this.timer = setTimeout(() => void this.flush(), rest)
  }

  private async saveAll(keys: readonly Key[]): Promise<void> {
    for (const key of keys) {
      try {
        this.sent = key
        await this.save(key)
      } catch (error) {
        const trouble = this.isStale(error) ? { error, clashes: await this.clashes(key) } : { error }
        this.tell({ ...this.saving, troubles: new Map(this.saving.troubles).set(key, trouble) })
      } finally {
        this.sent = undefined
      }
    }
  }

  private async save(key: Key): Promise<void> {
    const body = this.bench.get(key)
    const known = this.saved.get(key)
    if (!body) {
      if (known) await this.drawer.remove(key, known.etag)
      this.saved.delete(key)
      this.settle(key)
      return
    }
    const now = await this.drawer.put(key, body, known?.etag)
    this.saved.set(key, now)
    const drawn = this.bench.get(key)
    // What others changed meanwhile came back with it; what was typed meanwhile stays.
    if (drawn && !alike(drawn, now.body))
      this.bench.receive({
        [key]: alike(drawn, body) ? now.body : merge3(body, drawn, now.body, ({ mine }) => mine),
      })
    this.settle(key)
  }

  private settle(key: Key): void {
    const pending = new Set(this.saving.pending)
    // It may have been changed meanwhile, back to what it was before: then that is to be saved.
    if (this.isSaved(key)) pending.delete(key)
    else pending.add(key)
    this.tell({ ...this.saving, pending, round: this.saving.round + 1 })
  }

  private async clashes(key: Key): Promise<Clash[]> {
    const theirs = await this.drawer.get(key).catch(() => undefined)
    const [base, mine] = [this.saved.get(key)?.body ?? {}, this.bench.get(key)]
    const found: Clash[] = []
    if (mine && theirs)
      merge3(base, mine, theirs.body, (clash) => {
        found.push(clash)
        return clash.mine
      })
    return found
  }

  private tell(saving: Saving): void {
    this.saving = saving
    for (const listener of this.listeners) listener()
  }
}
