import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { placeIn } from '@/lib/list/placeIn.ts'
import { boardColumns } from './columns.ts'
import { recounted, without, withRecord } from './shift.ts'

const words = { empty: 'none', yes: 'yes', no: 'no' }
const stage: Field = {
  name: 'stage',
  type: 'choice',
  title: 'Stage',
  required: true,
  options: [
    { value: 'new', title: 'New' },
    { value: 'won', title: 'Won' },
    { value: 'old', title: 'Old', archived: true },
  ],
}
const keys = (field: Field, data: { [name: string]: unknown }[], labels = {}) =>
  boardColumns(field, { data, more: false, labels }, [{ id: 'a', label: 'A' }], words).map((column) => [
    column.key,
    column.count,
  ])

describe('the columns of a board', () => {
  it('are the options, with counts; archived ones and none only where there are cards', () => {
    expect(keys(stage, [{ stage: 'new', n: 3 }])).toEqual([
      ['new', 3],
      ['won', 0],
    ])
    expect(
      keys(stage, [
        { stage: 'old', n: 1 },
        { stage: null, n: 2 },
      ]),
    ).toEqual([
      ['new', 0],
      ['won', 0],
      ['old', 1],
      ['', 2],
    ])
  })

  it('are related records by name, or yes and no', () => {
    const owner: Field = { name: 'owner', type: 'user', title: 'Owner' }
    expect(keys(owner, [{ owner: 'b', n: 1 }], { owner: { b: 'B' } })).toEqual([
      ['a', 0],
      ['b', 1],
      ['', 0],
    ])
    expect(keys({ name: 'vip', type: 'boolean', title: 'VIP' }, [{ vip: true, n: 4 }])).toEqual([
      ['true', 4],
      ['false', 0],
      ['', 0],
    ])
  })
})

describe('a card that moves', () => {
  const pages = {
    pages: [
      {
        data: [
          { id: '1', at: 1 },
          { id: '3', at: 3 },
        ],
        next: 'x',
      },
      { data: [{ id: '5', at: 5 }] },
    ],
    pageParams: [undefined, 'x'],
  }
  const ids = (list: typeof pages) => list.pages.map((page) => page.data.map((row) => row.id).join(''))

  it('comes where the order of the list puts it', () => {
    expect(placeIn(pages.pages[0]?.data ?? [], { id: '2', at: 2 }, ['at'])).toBe(1)
    expect(placeIn(pages.pages[0]?.data ?? [], { id: '2', at: 2 }, ['-at'])).toBe(0)
    expect(ids(withRecord(pages, { id: '2', at: 2 }, ['at']) as typeof pages)).toEqual(
      ['123', '', '5'].filter(Boolean),
    )
    expect(ids(withRecord(pages, { id: '9', at: 9 }, ['at']) as typeof pages)).toEqual(['13', '59'])
    expect(ids(without(pages, '3') as typeof pages)).toEqual(['1', '5'])
  })

  it('is counted in its new column only', () => {
    const to = boardColumns(stage, undefined, [], words)[1]
    if (!to) throw new Error('no column')
    const counted = { data: [{ stage: 'new', n: 3 }], more: false }
    expect(recounted(counted, 'stage', 'new', to).data).toEqual([
      { stage: 'new', n: 2 },
      { stage: 'won', n: 1 },
    ])
  })
})
