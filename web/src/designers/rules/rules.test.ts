import { describe, expect, it } from 'vitest'
import { addRule, moveRule, removeRule, rulesOf, setRule } from './rules.ts'

const entity = { name: 'lead', properties: {} }

describe('rules of an entity', () => {
  it('are added, changed, moved and removed without a trace', () => {
    const two = addRule(addRule(entity, 'x-duplicates', ['phone']), 'x-duplicates', ['email'])
    const changed = setRule(two, 'x-duplicates', 1, { reveal: 'owner', compare: undefined })
    expect(rulesOf(changed, 'x-duplicates')).toEqual([
      { match: ['phone'] },
      { match: ['email'], reveal: 'owner' },
    ])
    const moved = moveRule(changed, 'x-duplicates', 1, 0)
    expect(rulesOf(moved, 'x-duplicates').map(({ match }) => match)).toEqual([['email'], ['phone']])
    expect(removeRule(removeRule(moved, 'x-duplicates', 0), 'x-duplicates', 0)).toEqual(entity)
  })
})
