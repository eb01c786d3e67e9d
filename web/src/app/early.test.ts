import { describe, expect, it } from 'vitest'
import { pageOf } from './early.ts'

describe('the page of a path', () => {
  it('is told apart by where the path leads', () => {
    const paths = ['/', '/e/customer', '/e/customer/new', '/e/customer/import', '/e/customer/a1b2']
    const pages = paths.map((path) => String(pageOf(path)))
    expect(new Set(pages).size).toBe(paths.length)
    expect(pageOf('/e/customer/')).toBe(pageOf('/e/customer'))
  })

  it('is unknown where nobody may be signed in', () => {
    for (const path of ['/sign-in', '/setup', '/password', '/e/customer/a/b'])
      expect(pageOf(path)).toBeUndefined()
  })
})
