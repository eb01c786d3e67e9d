import { describe, expect, it } from 'vitest'
import { listAt } from './document.ts'
import { newOptions } from './newEntity.ts'
import { newList, ownSpelling, withListOptions, withOption } from './options.ts'
import { placed } from './placed.ts'

describe('the options of a list that fields share', () => {
  const list = newList('stages', 'Stages', newOptions(['New', 'Won']))

  it('are spelt as the list spells them, whatever is done to them', () => {
    expect(list.options).toEqual([
      { value: 'new', title: 'New', 'x-id': expect.any(String), color: expect.any(String) },
      { value: 'won', title: 'Won', 'x-id': expect.any(String), color: expect.any(String) },
    ])
    const next = withListOptions(list, (now) =>
      withOption(now, 'won', { 'x-archived': true, 'x-color': 'red' }),
    )
    expect(listAt(next, 'options')[1]).toMatchObject({ value: 'won', archived: true, color: 'red' })
    expect(ownSpelling(next)[1]).toMatchObject({ const: 'won', 'x-archived': true, 'x-color': 'red' })
  })

  it('stay the same where they are not changed', () => {
    const moved = withListOptions(list, (now) => placed(now, 0, 1))
    expect(listAt(moved, 'options')).toEqual([...listAt(list, 'options')].reverse())
    expect(listAt(moved, 'options')[0]).toBe(listAt(list, 'options')[1])
    expect(JSON.stringify(withListOptions(moved, (now) => placed(now, 0, 1)))).toBe(JSON.stringify(list))
  })

  it('get values that are not taken', () => {
    const next = withListOptions(list, (now) => newOptions(['New'], now))
    expect(ownSpelling(next).map((option) => option.const)).toEqual(['new', 'won', 'new_2'])
  })
})
