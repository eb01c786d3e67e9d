import { describe, expect, test } from 'vitest'
import { offersAt, spaced } from './complete.ts'
import { scopeForTests } from './fixture.ts'
import type { Scope } from './scope.ts'

/** What is offered where "|" stands. */
function at(marked: string, { use, asked = false }: { use?: Scope['use']; asked?: boolean } = {}) {
  const place = marked.indexOf('|')
  const found = offersAt(marked.replace('|', ''), place, scopeForTests(use), asked)
  return found && { ...found, inserts: found.offers.map(({ insert }) => insert) }
}

describe('what is offered', () => {
  test('fields by name and by title, the fields of relations, functions', () => {
    expect(at('am|')?.inserts).toEqual(['amount'])
    expect(at('折|')?.inserts).toEqual(['discount'])
    expect(at('amount * 电|')).toMatchObject({ from: 9, inserts: ['buyer.phone'] })
    expect(at('buy|')?.inserts).toEqual([
      'buyer',
      'buyer.name',
      'buyer.phone',
      'buyer.created_at',
      'buyer.created_by',
      'buyer.updated_at',
      'buyer.updated_by',
    ])
    expect(at('ro|')?.offers[0]).toMatchObject({
      label: 'round',
      detail: '(number, fixed number)',
      insert: 'round()',
      back: 1,
      help: 'What round is.',
    })
    expect(at('tod|')?.offers[0]).toMatchObject({ insert: 'today()', back: 0 })
  })

  test('members behind a point', () => {
    expect(at('buyer.|')).toMatchObject({
      from: 6,
      inserts: ['name', 'phone', 'id', 'created_at', 'created_by', 'updated_at', 'updated_by'],
    })
    expect(at('buyer.ph|')).toMatchObject({ from: 6, inserts: ['phone'] })
    expect(at('owner.em|')?.inserts).toEqual(['email'])
    expect(at('user.em|')?.inserts).toEqual(['email'])
    expect(at('amount.|')).toBeUndefined()
    expect(at('nothing.|')).toBeUndefined()
  })

  test('the values of a choice beside a comparison', () => {
    expect(at('status == |')?.inserts.slice(0, 2)).toEqual(["'new'", "'won'"])
    expect(at("status == '|")).toMatchObject({ from: 10, inserts: ["'new'", "'won'"] })
    expect(at("status != 'w|")).toMatchObject({ from: 10, inserts: ["'won'"] })
    expect(at("status in ['new', '|")?.inserts).toEqual(["'new'", "'won'"])
    expect(at("status not in ['|")?.inserts).toEqual(["'new'", "'won'"])
    expect(at('channel == |')?.inserts[0]).toBe("'web'")
    expect(at('status == It|')?.inserts).toEqual(["'won'"])
    expect(at('paid == |')?.inserts.slice(0, 2)).toEqual(['true', 'false'])
    expect(at("amount == '|")).toBeUndefined()
  })

  test('what is mostly compared with a field comes first', () => {
    expect(at('owner == |', { asked: true })?.inserts[0]).toBe('me')
    expect(at('due < |', { asked: true })?.inserts[0]).toBe('today()')
    expect(at('due in |', { asked: true })?.inserts[0]).toBe('this_month()')
  })

  test('operators behind a value', () => {
    expect(at('paid an|')?.inserts).toEqual(['and'])
    expect(at('paid |')).toBeUndefined()
    expect(at('paid |', { asked: true })?.inserts).toEqual(['and', '=='])
    expect(at("status == 'new' |", { asked: true })?.inserts).toEqual(['and', '=='])
  })

  test('records that lead here, and their fields', () => {
    expect(at('any(|')?.inserts[0]).toBe('line.order')
    expect(at('any(line.order, .|')?.inserts.slice(0, 3)).toEqual(['order', 'price', 'open'])
    expect(at('any(line.order, .open and .pr|')?.inserts).toEqual(['price'])
    expect(at('any(line.order, .open == |')?.inserts.slice(0, 2)).toEqual(['true', 'false'])
    expect(at('any(line.|')?.inserts).toContain('order')
  })

  test('no secrets, no archived options, and nobody who asks in a formula', () => {
    expect(at('pi|')).toBeUndefined()
    expect(at("status == 'o|")?.inserts).toEqual([])
    expect(at('me|')?.inserts).toEqual(['me'])
    expect(at('me|', { use: 'formula' })).toBeUndefined()
  })

  test('nothing unasked where nothing is begun, and nothing in texts and numbers', () => {
    expect(at('|')).toBeUndefined()
    expect(at('|', { asked: true })?.inserts[0]).toBe('amount')
    expect(at('12|', { asked: true })).toBeUndefined()
    expect(at("'am|", { asked: true })).toBeUndefined()
  })
})

test('what is put in is parted from what stands before it', () => {
  const and = offersAt('paid an', 7, scopeForTests(), false)?.offers[0]
  const round = offersAt('roun', 4, scopeForTests(), false)?.offers[0]
  if (!and || !round) throw new Error('nothing is offered')
  expect(spaced(and, 'paid').insert).toBe(' and ')
  expect(spaced(and, 'paid ').insert).toBe('and ')
  expect(spaced(round, 'abs(').insert).toBe('round()')
  expect(spaced(round, 'paid').insert).toBe(' round()')
})
