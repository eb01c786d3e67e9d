import { type Detail, Problem } from '@mortise/sdk'
import { isEmptyValue, relatedId } from '@/lib/definition.ts'

type Values = { [field: string]: unknown }

/** What a field shows: its value, what is wrong with it, whether it was changed. */
export interface FieldState {
  value: unknown
  problem: string | undefined
  changed: boolean
}

/** What the save bar shows. */
export interface FormSummary {
  changes: number
  problems: number
  /** What is wrong with the record as a whole. */
  problem: string | undefined
}

/** The value as the server wants it: a relation is the id of its record. */
function wireValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return relatedId(value)
  return isEmptyValue(value) ? null : value
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(wireValue(a)) === JSON.stringify(wireValue(b))
}

/** The field that a JSON pointer leads to; relations and lists point deeper. */
function fieldAt(pointer: string | undefined): string | undefined {
  const name = pointer?.replace(/^#/, '').split('/')[1]
  return name?.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The values of one record being edited. Each field subscribes to itself only. */
export class FormStore {
  private base: Values
  private readonly edits = new Map<string, unknown>()
  private readonly problems = new Map<string, string>()
  private whole: string | undefined
  private readonly states = new Map<string, FieldState>()
  private readonly listeners = new Map<string, Set<() => void>>()
  private summaryNow: FormSummary = { changes: 0, problems: 0, problem: undefined }
  private readonly summaryListeners = new Set<() => void>()

  constructor(base: Values) {
    this.base = base
  }

  field(name: string): FieldState {
    const known = this.states.get(name)
    if (known) return known
    const changed = this.edits.has(name)
    const state = {
      value: changed ? this.edits.get(name) : this.base[name],
      problem: this.problems.get(name),
      changed,
    }
    this.states.set(name, state)
    return state
  }

  summary(): FormSummary {
    return this.summaryNow
  }

  set(name: string, value: unknown): void {
    if (same(value, this.base[name])) this.edits.delete(name)
    else this.edits.set(name, value)
    this.problems.delete(name)
    this.whole = undefined
    this.touch(name)
  }

  /** Gives up the change of one field. */
  revert(name: string): void {
    this.edits.delete(name)
    this.problems.delete(name)
    this.touch(name)
  }

  /** Gives up all changes. */
  discard(): void {
    const names = [...this.edits.keys(), ...this.problems.keys()]
    this.edits.clear()
    this.problems.clear()
    this.whole = undefined
    this.touch(...names)
  }

  /** Takes a newer state of the record; changes not yet saved stay. */
  rebase(base: Values): void {
    this.base = base
    for (const [name, value] of this.edits) if (same(value, base[name])) this.edits.delete(name)
    this.states.clear()
    this.touch(...this.listeners.keys())
  }

  /** What to send: the changed fields only. */
  changes(): Values {
    return Object.fromEntries([...this.edits].map(([name, value]) => [name, wireValue(value)]))
  }

  /** Shows what the server refused, each problem at its field when the form has it. */
  refuse(error: Error, drawn: (name: string) => boolean): void {
    const details: Detail[] = error instanceof Problem ? error.details : []
    const rest: string[] = []
    this.problems.clear()
    for (const detail of details) {
      const name = fieldAt(detail.pointer)
      if (name && drawn(name)) this.problems.set(name, this.problems.get(name) ?? detail.message)
      else rest.push(detail.message)
    }
    this.whole = details.length === 0 ? error.message : rest[0]
    this.states.clear()
    this.touch(...this.listeners.keys())
  }

  /** The fields that have a problem, in the order they were told. */
  refused(): string[] {
    return [...this.problems.keys()]
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
    this.summaryNow = { changes: this.edits.size, problems: this.problems.size, problem: this.whole }
    for (const name of names) {
      this.states.delete(name)
      for (const listener of this.listeners.get(name) ?? []) listener()
    }
    for (const listener of this.summaryListeners) listener()
  }
}
