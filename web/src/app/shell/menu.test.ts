import { expect, test } from 'vitest'
import { currentLink, isOwn, linksOf } from './menu.ts'

const items = [
  { id: 'all', title: 'All', entity: 'deal' },
  {
    id: 'group',
    title: 'Group',
    items: [
      { id: 'mine', title: 'Mine', entity: 'deal', view: 'deal.mine' },
      { id: 'tasks', title: 'Tasks', entity: 'task', view: 'task.open' },
      { id: 'found', title: 'Found', url: '/search?q=x' },
      { id: 'search', title: 'Search', url: '/search' },
      { id: 'lists', title: 'Late', url: '/e/deal?view=deal.late' },
    ],
  },
]
const at = (pathname: string, search = '', entity?: string, view?: string) =>
  currentLink(items, { pathname, search, entity, view })

test('links are those of groups too', () => {
  expect(linksOf(items).map(({ id }) => id)).toEqual(['all', 'mine', 'tasks', 'found', 'search', 'lists'])
})

test('the link that says most is the current one, and only one is', () => {
  expect(at('/e/deal', '', 'deal')).toBe('all')
  expect(at('/e/deal/1', '', 'deal')).toBe('all')
  expect(at('/e/deal', '?view=deal.mine', 'deal', 'deal.mine')).toBe('mine')
  expect(at('/e/deal', '?view=deal.other', 'deal', 'deal.other')).toBe('all')
  expect(at('/e/deal', '?view=deal.late', 'deal', 'deal.late')).toBe('lists')
  expect(at('/e/task', '', 'task')).toBeUndefined()
  expect(at('/search', '?q=x')).toBe('found')
  expect(at('/search', '?q=y')).toBe('search')
  expect(at('/')).toBeUndefined()
})

test('an address of another server is not our own', () => {
  expect([isOwn('/e/deal'), isOwn('//example.com'), isOwn('https://example.com')]).toEqual([
    true,
    false,
    false,
  ])
})
