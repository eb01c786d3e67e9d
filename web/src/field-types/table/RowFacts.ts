import type { Entity, Field } from '@mortise/sdk'
import { Facts, type Fetch, type Held, type Said, saidOf } from '@/lib/condition/Facts.ts'
import { keyOf } from './rows.ts'
import type { Row } from './wire.ts'

/** One row as conditions see it: as it is now, and as it came. */
class HeldRow implements Held {
  row: Row

  constructor(row: Row) {
    this.row = row
  }

  field(name: string): { value: unknown } {
    return { value: this.row[name] }
  }

  original(name: string): unknown {
    if (this.row.id === undefined) return undefined
    return (this.row._row?.base ?? this.row)[name]
  }

  /** Who draws a row draws it again when it changes. */
  subscribe(): () => void {
    return () => undefined
  }
}

/** What the conditions of the fields say of each row of a table. */
export class RowFacts {
  private readonly child: Entity
  private readonly fetch: Fetch
  private readonly came: () => void
  private readonly known = new Map<string, { held: HeldRow; facts: Facts }>()

  /** Calls back when a record has come that conditions look at. */
  constructor(child: Entity, fetch: Fetch, came: () => void) {
    this.child = child
    this.fetch = fetch
    this.came = came
  }

  /** What is said of a field in a row, as that is given. Nothing of a row that is new can be locked. */
  said(row: Row, column: Field): Said {
    const facts = this.about(row)
    const said = saidOf(column, (condition, was) => facts.holds(condition, was))
    return { ...said, locked: said.locked && row.id !== undefined }
  }

  private about(row: Row): Facts {
    const known = this.known.get(keyOf(row))
    if (known) {
      known.held.row = row
      return known.facts
    }
    const held = new HeldRow(row)
    const facts = new Facts(this.child, held, this.fetch)
    facts.subscribe(undefined, this.came)
    this.known.set(keyOf(row), { held, facts })
    return facts
  }
}
