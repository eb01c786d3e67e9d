import { describe, expect, it } from 'vitest'
import { branchesOf, isWithin, rowAbove, rowBefore, treeRows } from './rows.ts'

const rows = [
  { id: 'a', up: null },
  { id: 'b', up: { id: 'a', name: 'A' } },
  { id: 'c', up: 'b' },
  { id: 'd', up: 'a' },
  { id: 'e', up: 'gone' },
]
const branches = branchesOf(rows, 'up')
const full = (id: string) => branches.has(id)
const drawn = (open: string[]) => treeRows(branches, { open: (id) => open.includes(id), full })
const line = (list: ReturnType<typeof drawn>) =>
  list.map((row) => `${'.'.repeat(row.level - 1)}${row.record.id}${row.place}/${row.among}`)

describe('the rows of a tree', () => {
  it('stand below their parents as far as these are open', () => {
    expect(line(drawn([]))).toEqual(['a1/2', 'e2/2'])
    expect(line(drawn(['a', 'b']))).toEqual(['a1/2', '.b1/2', '..c1/1', '.d2/2', 'e2/2'])
    expect(drawn(['a']).map((row) => row.expanded)).toEqual([true, false, undefined, undefined])
  })

  it('know their neighbours', () => {
    const list = drawn(['a', 'b'])
    expect(rowAbove(list, 2)?.record.id).toBe('b')
    expect(rowAbove(list, 0)).toBeUndefined()
    expect(rowBefore(list, 3)?.record.id).toBe('b')
    expect(rowBefore(list, 1)).toBeUndefined()
  })

  it('cannot be moved below themselves', () => {
    const list = drawn(['a', 'b'])
    expect(isWithin(list, 'a', 'c')).toBe(true)
    expect(isWithin(list, 'b', 'd')).toBe(false)
    expect(isWithin(list, 'd', 'd')).toBe(true)
  })

  it('do not go round in circles', () => {
    const round = branchesOf(
      [
        { id: 'x', up: 'y' },
        { id: 'y', up: 'x' },
      ],
      'up',
    )
    expect(treeRows(round, { open: () => true, full: () => true })).toEqual([])
  })
})
