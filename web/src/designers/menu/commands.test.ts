import { describe, expect, it } from 'vitest'
import type { Doc } from '../core/document.ts'
import { moveItem, nodesOf, putItem, removeItem, setItem, stepItem, type Way } from './commands.ts'

const link = (id: string): Doc => ({ 'x-id': id, entity: id })
const menu: Doc = {
  name: 'desk',
  title: 'Desk',
  items: [link('a'), { 'x-id': 'g', title: 'G', items: [link('b'), link('c')] }, link('d')],
}

/** A menu as a line: "a g(b c) d". */
function line(one: Doc): string {
  const parts: string[] = []
  for (const { id, group } of nodesOf(one)) {
    const last = parts.length - 1
    if (group === undefined) parts.push(id)
    else
      parts[last] = parts[last]?.endsWith(')')
        ? `${parts[last].slice(0, -1)} ${id})`
        : `${parts[last]}(${id})`
  }
  return parts.join(' ')
}

describe('a menu', () => {
  it('is a list of links and groups', () => {
    expect(line(menu)).toBe('a g(b c) d')
  })

  it.each<[string, { group?: string; at: number }, string]>([
    ['a', { at: 3 }, 'g(b c) d a'],
    ['d', { at: 0 }, 'd a g(b c)'],
    ['a', { at: 1 }, 'a g(b c) d'],
    ['a', { group: 'g', at: 1 }, 'g(b a c) d'],
    ['c', { at: 0 }, 'c a g(b) d'],
    ['b', { group: 'g', at: 2 }, 'a g(c b) d'],
    ['g', { at: 0 }, 'g(b c) a d'],
    ['g', { group: 'g', at: 0 }, 'a g(b c) d'],
    ['gone', { at: 0 }, 'a g(b c) d'],
  ])('with %s moved to %o is %s', (id, place, expected) => {
    expect(line(moveItem(menu, id, place))).toBe(expected)
  })

  it.each<[string, Way, string]>([
    ['a', 'up', 'a g(b c) d'],
    ['a', 'down', 'g(b c) a d'],
    ['d', 'up', 'a d g(b c)'],
    ['d', 'in', 'a g(b c d)'],
    ['b', 'out', 'a g(c) b d'],
    ['c', 'up', 'a g(c b) d'],
    ['c', 'down', 'a g(b c) d'],
    ['a', 'in', 'a g(b c) d'],
    ['g', 'in', 'a g(b c) d'],
    ['a', 'out', 'a g(b c) d'],
  ])('with %s stepped %s is %s', (id, way, expected) => {
    const place = stepItem(menu, id, way)
    expect(line(place ? moveItem(menu, id, place) : menu)).toBe(expected)
  })

  it('takes items in, out and changes them', () => {
    expect(line(putItem(menu, link('e'), { group: 'g', at: 9 }))).toBe('a g(b c e) d')
    expect(line(removeItem(menu, 'g'))).toBe('a d')
    expect(nodesOf(setItem(menu, 'c', { title: 'C' })).find(({ id }) => id === 'c')?.item).toEqual({
      ...link('c'),
      title: 'C',
    })
    expect(line(menu)).toBe('a g(b c) d')
  })
})
