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
  })

  it('says the same in both languages', () => {
    expect(Object.keys(zh.shortcuts)).toEqual(Object.keys(en.shortcuts))
    expect(Object.keys(zh.pages)).toEqual(Object.keys(en.pages))
    for (const page of Object.keys(en.pages) as (keyof typeof en.pages)[])
      expect(zh.pages[page].points).toHaveLength(en.pages[page].points.length)
  })

  it('names the keys that are listened to, and only those that it has words for', () => {
    const list = shortcutsOf('list', ['c', 'mod+s', 'mystery'])
    expect(list.slice(0, 2)).toEqual(['mod+s', 'c'])
    expect(list).not.toContain('mystery')
    expect(shortcutsOf('list', [])).not.toContain('c')
    for (const one of shortcutsOf('record', ['j', 'k', '/'])) expect(en.shortcuts).toHaveProperty([one])
    const rows = shortcutsOf('create', [], true).filter((one) => one.startsWith('rows:'))
    expect(rows).toHaveLength(6)
    for (const one of rows) expect(en.shortcuts).toHaveProperty([one])
    expect(shortcutsOf('create', [])).not.toContain(rows[0])
    expect(keyWords('rows:alt+vertical')).toEqual(['Alt', '↑↓'])
    expect(keyWords('g h')).toEqual(['G', 'H'])
    expect(keyWords('?')).toEqual(['?'])
  })
})
