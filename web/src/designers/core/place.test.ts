import { describe, expect, it } from 'vitest'
import type { Key } from './document.ts'
import { placeOf } from './place.ts'

const known = [
  '/design',
  '/design/e/$entity/$part',
  '/design/roles/$name',
  '/design/documents',
  '/design/menus',
  '/design/choices',
]

describe('where a place of a document is designed', () => {
  it.each([
    ['entity/lead', '/properties/name/title', 'fields'],
    ['entity/lead', '/x-validations/0/when', 'rules'],
    ['entity/lead', '/x-unique/0', 'rules'],
    ['form/lead.default', '/sections/0', 'forms'],
    ['view/lead.all', '/columns/0', 'views'],
    ['grant/lead.rep', '/when', 'access'],
    ['mask/lead.phone', '/show', 'access'],
  ])('%s %s is under %s', (key, pointer, part) => {
    expect(placeOf(key as Key, pointer).params).toEqual({ entity: 'lead', part })
    expect(placeOf(key as Key, pointer).search?.at).toBe(pointer)
  })

  it('leads nowhere else than to pages that there are', () => {
    for (const kind of [
      'choices',
      'menu',
      'alert',
      'package',
      'rego',
      'role',
      'pool',
      'obligation',
      'sharing',
    ])
      expect(known).toContain(placeOf(`${kind}/a` as Key, '').to)
  })
})
