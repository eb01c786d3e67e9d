import type { Entity, View } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import type { Group } from '../filter/filter.ts'
import { possibleKinds, queryOf, type Shown, viewOf } from './savedView.ts'

const entity = {
  name: 'ticket',
  title: 'Ticket',
  label: 'name',
  actions: ['read'],
  fields: [
    { name: 'name', type: 'text', title: 'Name' },
    { name: 'stage', type: 'choice', title: 'Stage' },
    { name: 'due', type: 'date', title: 'Due' },
    { name: 'above', type: 'relation', entity: 'ticket', title: 'Above' },
  ],
} as unknown as Entity
const usual: View = { name: 'ticket.all', title: 'All', columns: [{ field: 'name' }] }
const chips: Group = {
  kind: 'group',
  all: true,
  children: [{ kind: 'condition', field: 'stage', operator: 'in', value: ['new'] }],
}
const shown: Shown = {
  view: { ...usual, filter: 'owner == me' },
  columns: [{ field: 'stage', width: 90 }],
  chips,
  expression: "(owner == me) && (stage in ['new'])",
  sort: ['-due'],
  q: 'x',
}
const kept = (query: unknown) => ({ id: '1', title: 'Mine', owner: 'u', audience: 'private', query })

describe('a view that a user keeps', () => {
  it('shows again what was shown', () => {
    const view = viewOf(kept(queryOf(shown, { kind: 'kanban', group: 'stage' })), entity, usual)
    expect(view).toMatchObject({
      name: '1',
      title: 'Mine',
      kind: 'kanban',
      group: 'stage',
      filter: 'owner == me',
      chips,
      sort: ['-due'],
      q: 'x',
      columns: [{ field: 'stage', width: 90 }],
      saved: { id: '1', owner: 'u', audience: 'private' },
    })
  })

  it('says the whole filter to other clients', () => {
    expect(queryOf(shown).filter).toBe("(owner == me) && (stage in ['new'])")
  })

  it('is a table once the field that it was drawn by cannot be read', () => {
    expect(viewOf(kept({ kind: 'kanban', group: 'gone' }), entity, usual).kind).toBeUndefined()
  })

  it('drops columns that are not known and falls back on the usual ones', () => {
    expect(viewOf(kept({ columns: [{ field: 'gone' }] }), entity, usual).columns).toBe(usual.columns)
    expect(viewOf(kept({ columns: 7, sort: 'due,-name' }), entity, usual).sort).toEqual(['due', '-name'])
    expect(viewOf(kept(null), entity, usual).columns).toBe(usual.columns)
  })
})

describe('the kinds of views', () => {
  it('are those for which the entity has a field', () => {
    expect(possibleKinds(entity)).toEqual(['table', 'kanban', 'calendar', 'tree'])
  })
})
