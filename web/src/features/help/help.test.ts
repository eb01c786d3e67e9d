import { describe, expect, it } from 'vitest'
import { keyWords, pageOf, shortcutsOf } from './help.ts'
import en from './locales/en.json'
import zh from './locales/zh-CN.json'

describe('help', () => {
  it('knows every page by its address', () => {
    expect(pageOf('/')).toBe('home')
    expect(pageOf('/e/customer')).toBe('list')
    expect(pageOf('/e/customer/new')).toBe('create')
    expect(pageOf('/e/customer/42')).toBe('record')
    expect(pageOf('/me/tokens')).toBe('me')
    expect(pageOf('/search')).toBe('search')
    expect(pageOf('/design')).toBe('design')
    expect(pageOf('/design/e/customer/forms')).toBe('design-forms')
    expect(pageOf('/design/e/customer/no-such')).toBe('design')
    expect(pageOf('/design/roles/salesperson')).toBe('design-roles')
  })

  it('says the same in both languages', () => {
    expect(Object.keys(zh.shortcuts)).toEqual(Object.keys(en.shortcuts))
    expect(Object.keys(zh.pages)).toEqual(Object.keys(en.pages))
    for (const page of Object.keys(en.pages) as (keyof typeof en.pages)[])
      expect(zh.pages[page].points).toHaveLength(en.pages[page].points.length)
  })

  it('has words for every designer, and for each of its keys', () => {
    const designers = (Object.keys(en.pages) as (keyof typeof en.pages)[]).filter((page) =>
      page.startsWith('design'),
    )
    expect(designers).toHaveLength(15)
    for (const page of designers) {
      const [, last] = page.split('-')
      const ofEntity = ['fields', 'forms', 'views', 'access', 'rules', 'json'].includes(last ?? '')
      expect(pageOf(ofEntity ? `/design/e/customer/${last}` : `/design/${last ?? ''}`)).toBe(page)
      expect(en.pages[page].points.length).toBeGreaterThanOrEqual(3)
      expect(en.pages[page].points.length).toBeLessThanOrEqual(5)
      for (const key of shortcutsOf(page, ['f9'])) expect(en.shortcuts).toHaveProperty([key])
    }
    expect(shortcutsOf('design-people', [])).toEqual(expect.arrayContaining(['design:mod+z']))
    expect(keyWords('forms:alt+arrows')).toEqual(['Alt', '↑↓←→'])
  })

  it('shows keys of cells only where there are cells', () => {
    expect(shortcutsOf('list', [], { cells: true })).toContain('f2')
    expect(shortcutsOf('list', [])).not.toContain('f2')
    expect(shortcutsOf('design-people', [], { cells: true })).not.toContain('f2')
  })

  it('names the keys that are listened to, and only those that it has words for', () => {
    const list = shortcutsOf('list', ['c', 'mod+s', 'mystery'])
    expect(list.slice(0, 2)).toEqual(['mod+s', 'c'])
    expect(list).not.toContain('mystery')
    expect(shortcutsOf('list', [])).not.toContain('c')
    for (const one of shortcutsOf('record', ['j', 'k', '/'])) expect(en.shortcuts).toHaveProperty([one])
    const rows = shortcutsOf('create', [], { rows: true }).filter((one) => one.startsWith('rows:'))
    expect(rows).toHaveLength(6)
    for (const one of rows) expect(en.shortcuts).toHaveProperty([one])
    expect(shortcutsOf('create', [])).not.toContain(rows[0])
    expect(keyWords('rows:alt+vertical')).toEqual(['Alt', '↑↓'])
    expect(keyWords('g h')).toEqual(['G', 'H'])
    expect(keyWords('?')).toEqual(['?'])
  })
})
