import { type Detail, Problem } from '@mortise/sdk'
import { wireValue } from '@/lib/definition.ts'

type Values = { [field: string]: unknown }

/** What a field shows: its value, what is wrong with it, whether it was changed. */
export interface FieldState {
  value: unknown
  problem: string | undefined
  /** What is wrong within the value, by JSON pointer from there. */
  inner: { readonly [pointer: string]: string } | undefined
  changed: boolean
  /** The text that is typed where no value can be made of it. */
  typed: string | undefined
  /** Who else has given it another value while it was shown. */
  theirs: string | undefined
}

/** What the save bar shows. */
export interface FormSummary {
  changes: number
  problems: number
  /** What is wrong with the record as a whole. */
  problem: string | undefined
}

/** How values are written for the server, by the name of their field. */
export type Wire = (name: string, value: unknown) => unknown

/** The field that a JSON pointer leads to, and where within its value: lists and tables point deeper. */
function placeOf(pointer: string | undefined): { name: string | undefined; within: string } {
  const [, name, ...rest] = pointer?.replace(/^#/, '').split('/') ?? []
  return {
    name: name?.replaceAll('~1', '/').replaceAll('~0', '~'),
    within: rest.map((part) => `/${part}`).join(''),
  }
}

/** The values of one record being edited. Each field subscribes to itself only. */
export class FormStore {
  private base: Values
  private readonly edits = new Map<string, unknown>()
  private readonly problems = new Map<string, string>()
  private readonly inner = new Map<string, { [pointer: string]: string }>()
  private readonly theirs = new Map<string, string>()
  private readonly slips = new Map<string, string | undefined>()
  private whole: string | undefined
  private readonly wire: Wire
  private readonly states = new Map<string, FieldState>()
  private readonly listeners = new Map<string, Set<() => void>>()
  private summaryNow: FormSummary = { changes: 0, problems: 0, problem: undefined }
  private readonly summaryListeners = new Set<() => void>()

  constructor(base: Values, wire: Wire = (_, value) => wireValue(value)) {
    this.base = base
    this.wire = wire
  }

  private same(name: string, value: unknown): boolean {
    return JSON.stringify(this.wire(name, value)) === JSON.stringify(this.wire(name, this.base[name]))
  }

  /** The value of a field as the record has it, without what was changed here. */
  original(name: string): unknown {
    return this.base[name]
  }

  field(name: string): FieldState {
    const known = this.states.get(name)
    if (known) return known
    const changed = this.edits.has(name)
    const state = {
      value: changed ? this.edits.get(name) : this.base[name],
      problem: this.problems.get(name),
      inner: this.inner.get(name),
      changed,
      typed: this.slips.get(name),
      theirs: this.theirs.get(name),
    }
    this.states.set(name, state)
    return state
  }

  summary(): FormSummary {
    return this.summaryNow
  }

  /** Changes a field; a slip is what is wrong with a text of which no value can be made. */
  set(name: string, value: unknown, slip?: string, text?: string): void {
    if (this.same(name, value)) this.edits.delete(name)
    else this.edits.set(name, value)
    this.forget(name)
    if (slip !== undefined) {
      this.slips.set(name, text)
      this.problems.set(name, slip)
    }
    this.whole = undefined
    this.touch(name)
  }

  /** Gives up the change of one field. */
  revert(name: string): void {
    this.edits.delete(name)
    this.forget(name)
    this.whole = undefined
    this.touch(name)
  }

  /** Whether some text is not a value yet, so that there is nothing to send. */
  slipped(): boolean {
    return this.slips.size > 0
  }

  private forget(name: string): void {
    this.problems.delete(name)
    this.inner.delete(name)
    this.slips.delete(name)
  }

  /** Gives up all changes. */
  discard(): void {
    const names = [...this.edits.keys(), ...this.problems.keys()]
    this.edits.clear()
    for (const name of names) this.forget(name)
    this.whole = undefined
    this.touch(...names)
  }

  /** Changes that are saved are none any more; what was written meanwhile stays. */
  settle(saved: Values): void {
    const names = Object.keys(saved).filter((name) => this.edits.get(name) === saved[name])
    for (const name of names) {
      this.edits.delete(name)
      this.forget(name)
    }
    this.whole = undefined
    this.touch(...names)
  }

  /** Takes a newer state of the record; changes not yet saved stay. Names the fields that are others now. */
  rebase(base: Values): string[] {
    const names = new Set([...Object.keys(this.base), ...Object.keys(base)])
    const moved = [...names].filter((name) => !this.same(name, base[name]))
    this.base = base
    for (const [name, value] of this.edits) if (this.same(name, value)) this.edits.delete(name)
    this.states.clear()
    this.touch(...this.listeners.keys())
    return moved
  }

  /** Notes who has changed fields meanwhile; nobody forgets it of all. */
  mark(names: readonly string[], who: string | null): void {
    const touched = who === null ? [...this.theirs.keys()] : names
    if (who === null) this.theirs.clear()
    else for (const name of names) this.theirs.set(name, who)
    this.touch(...touched)
  }

  /** What to send: the changed fields only. Those that do not count are emptied. */
  changes(idle: readonly string[] = []): Values {
    const edits = new Map(this.edits)
    for (const name of idle) {
      if (this.wire(name, this.base[name]) === null) edits.delete(name)
      else edits.set(name, null)
    }
    return Object.fromEntries([...edits].map(([name, value]) => [name, this.wire(name, value)]))
  }

  /** Shows what the server refused, each problem at its field when the form has it. */
  refuse(error: Error, drawn: (name: string) => boolean): void {
    const details: Detail[] = error instanceof Problem ? error.details : []
    const rest: string[] = []
    this.problems.clear()
    this.inner.clear()
    for (const detail of details) {
      const { name, within } = placeOf(detail.pointer)
      if (!name || !drawn(name)) rest.push(detail.message)
      else {
        this.problems.set(name, this.problems.get(name) ?? detail.message)
        if (within !== '') this.inner.set(name, { ...this.inner.get(name), [within]: detail.message })
      }
    }
    this.whole = details.length === 0 ? error.message : rest[0]
    this.states.clear()
    this.touch(...this.listeners.keys())
  }

  /** Shows what the server would refuse of the fields that were filled in, except the one in use. */
  warn(details: readonly Detail[], inUse: string | undefined): void {
    const told = new Set<string>()
    for (const detail of details) {
      const { name, within } = placeOf(detail.pointer)
      if (!name || name === inUse || told.has(name) || within !== '') continue
      if (!this.edits.has(name) || this.slips.has(name)) continue
      told.add(name)
      if (this.problems.get(name) === detail.message) continue
      this.problems.set(name, detail.message)
      this.touch(name)
    }
  }

  /** The fields that have a problem, in the order they were told. */
  refused(): string[] {
    return [...this.problems.keys()]
  }

  /** The fields that were changed. */
  changed(): string[] {
    return [...this.edits.keys()]
  }

  /** The changes as they stand in the inputs. */
  edited(): Values {
    return Object.fromEntries(this.edits)
  }

  subscribe(name: string, listener: () => void): () => void {
    const list = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, list.add(listener))
    return () => list.delete(listener)
  }

  subscribeSummary(listener: () => void): () => void {
    this.summaryListeners.add(listener)
    return () => this.summaryListeners.delete(listener)
  }

  private touch(...names: string[]): void {
    const { changes, problems, problem } = this.summaryNow
    const now = { changes: this.edits.size, problems: this.problems.size, problem: this.whole }
    if (now.changes !== changes || now.problems !== problems || now.problem !== problem) this.summaryNow = now
    for (const name of names) {
      this.states.delete(name)
      for (const listener of this.listeners.get(name) ?? []) listener()
    }
    for (const listener of this.summaryListeners) listener()
  }
}
