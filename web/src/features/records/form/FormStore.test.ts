import { Problem } from '@mortise/sdk'
import { describe, expect, it, vi } from 'vitest'
import { FormStore } from './FormStore.ts'

function setup() {
  return new FormStore({ name: '王静', owner: { id: 'u1', name: 'Ann' }, tags: null })
}

describe('the form of a record', () => {
  it('sends only what changed, relations by id, empty as null', () => {
    const store = setup()
    store.set('name', '')
    store.set('owner', { id: 'u2', label: 'Bob' })
    store.set('tags', [])
    expect(store.changes()).toEqual({ name: null, owner: 'u2' })
    expect(store.summary().changes).toBe(2)
  })

  it('forgets a change that goes back to where it was', () => {
    const store = setup()
    store.set('name', '李静')
    store.set('name', '王静')
    store.set('owner', { id: 'u1', label: 'Ann' })
    expect(store.summary().changes).toBe(0)
  })

  it('tells only the listeners of the field that changed', () => {
    const store = setup()
    const [name, owner] = [vi.fn(), vi.fn()]
    store.subscribe('name', name)
    store.subscribe('owner', owner)
    store.set('name', 'x')
    expect(name).toHaveBeenCalledTimes(1)
    expect(owner).not.toHaveBeenCalled()
  })

  it('puts problems at their fields and the others at the whole', () => {
    const store = setup()
    const errors = [
      { pointer: '/name', code: 'required', message: 'Required' },
      { pointer: '/hidden', code: 'x', message: 'Hidden is wrong' },
    ]
    store.refuse(new Problem(422, { detail: 'Invalid', errors }), (name) => name === 'name')
    expect(store.field('name').problem).toBe('Required')
    expect(store.summary()).toMatchObject({ problems: 1, problem: 'Hidden is wrong' })
    store.set('name', 'y')
    expect(store.field('name').problem).toBeUndefined()
  })

  it('keeps changes when the record comes anew', () => {
    const store = setup()
    store.set('name', '李静')
    store.rebase({ name: '王静', owner: null })
    expect(store.field('name')).toMatchObject({ value: '李静', changed: true })
    expect(store.field('owner').value).toBeNull()
    store.rebase({ name: '李静' })
    expect(store.summary().changes).toBe(0)
  })

  it('tells which fields came with another value, and who gave it', () => {
    const store = setup()
    expect(store.rebase({ name: '王静', owner: { id: 'u1', label: 'Ann' }, tags: ['vip'] })).toEqual(['tags'])
    store.mark(['tags'], 'Bob')
    expect(store.field('tags').theirs).toBe('Bob')
    store.mark([], null)
    expect(store.field('tags').theirs).toBeUndefined()
  })

  it('keeps what is written while a save is on its way', () => {
    const store = setup()
    store.set('name', 'a')
    store.set('tags', ['b'])
    const sent = store.edited()
    store.set('name', 'ab')
    store.rebase({ name: 'a', tags: ['b'] })
    store.settle(sent)
    expect(store.edited()).toEqual({ name: 'ab' })
  })

  it('keeps the same summary while nothing in it changes', () => {
    const store = setup()
    store.set('name', 'a')
    const before = store.summary()
    store.set('name', 'ab')
    expect(store.summary()).toBe(before)
  })

  it('keeps the text of which no value can be made, for an input that is drawn anew', () => {
    const store = setup()
    store.set('name', '王静', 'This is no JSON', '{"a"')
    expect(store.field('name')).toMatchObject({ problem: 'This is no JSON', typed: '{"a"' })
    expect(store.slipped()).toBe(true)
    store.set('name', 'a')
    expect(store.field('name').typed).toBeUndefined()
    expect(store.slipped()).toBe(false)
  })

  it('gives up one change or all', () => {
    const store = setup()
    store.set('name', 'a')
    store.set('tags', ['b'])
    store.refuse(new Error('Somebody was faster'), () => false)
    store.revert('name')
    expect(store.field('name').value).toBe('王静')
    expect(store.summary().problem).toBeUndefined()
    store.discard()
    expect(store.changes()).toEqual({})
  })
})
