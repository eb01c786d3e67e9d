import { describe, expect, it } from 'vitest'
import type { Doc } from '../../core/document.ts'
import { activitiesOf, entitiesOn, stepsFrom, withStep } from './path.ts'

const entities: Doc[] = [
  { name: 'lead', properties: { owner: { 'x-field': 'user' }, met: { 'x-field': 'datetime' } } },
  { name: 'call', properties: { lead: { 'x-field': 'relation', 'x-entity': 'lead' } } },
  { name: 'list', properties: { leads: { 'x-field': 'relations', 'x-entity': 'lead' } } },
  { name: 'user', properties: {} },
]

describe('a path', () => {
  it('goes on by relations, and by fields that lead back', () => {
    expect(stepsFrom(entities, 'lead').map(({ step, to }) => [step, to])).toEqual([
      ['owner', 'user'],
      ['call.lead', 'call'],
      ['list.leads', 'list'],
    ])
    expect(stepsFrom(entities, 'user').map(({ step }) => step)).toEqual(['lead.owner'])
  })

  it('passes entities as far as its steps are known', () => {
    expect(entitiesOn(entities, 'user', ['lead.owner', 'call.lead'])).toEqual(['user', 'lead', 'call'])
    expect(entitiesOn(entities, 'user', ['nothing', 'call.lead'])).toEqual(['user'])
  })

  it('ends where a step is changed', () => {
    expect(withStep(['a', 'b', 'c'], 1, 'x')).toEqual(['a', 'x'])
    expect(withStep(['a', 'b', 'c'], 1, undefined)).toEqual(['a'])
  })

  it('tells where work on a record shows', () => {
    expect(activitiesOf(entities, 'lead')).toEqual(['met', 'updated_at', 'call.lead'])
  })
})
