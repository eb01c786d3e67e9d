import { describe, expect, it } from 'vitest'
import { colorOf } from './color.ts'
import { isOverdue } from './due.ts'

const eq = (field: string, value: string) => ({
  source: '',
  tree: { is: 'eq', x: { is: 'field', field, type: 'text' }, y: { is: 'const', value, type: 'text' } },
})
const view = { name: 'v', title: 'V', columns: [], colors: [{ when: eq('stage', 'won'), color: 'green' }] }

describe('colour rules', () => {
  it('leave a record plain when none holds or nothing is known', () => {
    expect(colorOf(view, { id: '1', stage: 'new' })).toBeUndefined()
    expect(colorOf(view, { id: '1' })).toBeUndefined()
    expect(colorOf({ ...view, colors: undefined }, { id: '1', stage: 'won' })).toBeUndefined()
  })
})

describe('a date', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const late = (name: string, type: string, value: unknown, more = {}) =>
    isOverdue({ name, type, title: '', ...more }, value, '2026-11-22', now)

  it('is overdue when something was to be done by it', () => {
    expect(late('due_on', 'date', '2026-11-21')).toBe(true)
    expect(late('due_on', 'date', '2026-11-22')).toBe(false)
    expect(late('next_call_at', 'datetime', '2026-11-22T11:00:00Z')).toBe(true)
    expect(late('born_on', 'date', '1990-01-01')).toBe(false)
    expect(late('due_on', 'date', '2026-11-21', { computed: 'lookup' })).toBe(false)
    expect(late('due_on', 'date', null)).toBe(false)
  })
})
