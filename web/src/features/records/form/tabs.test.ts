import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { countIn, firstOf, tabsOf } from './tabs.ts'
import type { Section } from './useSections.ts'

function section(tab: string | undefined, ...names: string[]): Section {
  const fields = names.map((name): Field => ({ name, type: 'text', title: name }))
  return { title: undefined, tab, columns: 2, fields }
}

describe('the tabs of a form', () => {
  it('gather the sections that name them, those without one first', () => {
    const tabs = tabsOf([section('Sales', 'a'), section(undefined, 'b'), section('Sales', 'c')], 'Details')
    expect(tabs.map(({ id, title }) => [id, title])).toEqual([
      ['1', 'Details'],
      ['2', 'Sales'],
    ])
    expect(tabs[1]?.sections).toHaveLength(2)
  })

  it('are one where the form has none', () => {
    expect(tabsOf([section(undefined, 'a'), section(undefined, 'b')], 'Details')).toHaveLength(1)
  })

  it('tell where the first problem stands, whatever the order it was told in', () => {
    const tabs = tabsOf([section('One', 'a', 'b'), section('Two', 'c')], 'Details')
    expect(firstOf(tabs, ['c', 'b'])).toEqual({ tab: '1', name: 'b' })
    expect(firstOf(tabs, ['c'])).toEqual({ tab: '2', name: 'c' })
    expect(firstOf(tabs, ['x'])).toBeUndefined()
  })

  it('count what waits in them', () => {
    const [one, two] = tabsOf([section('One', 'a', 'b'), section('Two', 'c')], 'Details')
    expect(one && countIn(one, ['a', 'c'])).toBe(1)
    expect(two && countIn(two, ['a'])).toBe(0)
  })
})
