import type { Entity } from '@mortise/sdk'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { client } from '@/lib/api/client.ts'
import { batchSize, type Edit, isJob, sendEdits, takenBack, undoEdits } from './send-edits.ts'

const entity = { name: 'deal', actions: ['update', 'history', 'bulk_edit'] } as unknown as Entity
const edit = (id: string, value: string): Edit => ({
  record: { id, name: 'old', version: 1 },
  values: { name: value },
  wire: { name: value },
  before: { name: 'old' },
})
const many = (count: number, value: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => edit(String(at), value(at)))

afterEach(() => vi.restoreAllMocks())

describe('edits of cells', () => {
  it('are a job when very many records get the same', () => {
    expect(
      isJob(
        entity,
        many(batchSize + 1, () => 'x'),
      ),
    ).toBe(true)
    expect(
      isJob(
        entity,
        many(batchSize, () => 'x'),
      ),
    ).toBe(false)
    expect(isJob(entity, many(batchSize + 1, String))).toBe(false)
    expect(
      isJob(
        { ...entity, actions: ['update'] },
        many(batchSize + 1, () => 'x'),
      ),
    ).toBe(false)
  })

  it('are taken back on the version that they made', () => {
    const [back] = takenBack([edit('a', 'new')], new Map([['a', { version: 2 }]]))
    expect(back).toMatchObject({ record: { version: 2 }, values: { name: 'old' }, wire: { name: 'old' } })
  })

  it('leave nothing behind when a later batch is refused', async () => {
    const batch = vi.spyOn(client, 'batch')
    batch.mockImplementation(async (operations) => {
      if (operations.some(({ id }) => id === String(batchSize))) throw new Error('refused')
      return operations.map(({ id = '' }) => ({
        status: 200,
        entity: 'deal',
        id,
        record: { id, version: 2 },
      }))
    })
    await expect(sendEdits('deal', many(batchSize + 1, String))).rejects.toThrow('refused')
    expect(batch).toHaveBeenCalledTimes(3)
    expect(batch.mock.calls[2]?.[0][0]).toMatchObject({ id: '0', version: 2, fields: { name: 'old' } })
  })

  it('are undone by the entry of the history, when it is one', async () => {
    const entries = [
      { seq: 9, version: 3, at: '', action: 'update' },
      { seq: 8, version: 2, at: '', action: 'update' },
    ]
    vi.spyOn(client.past, 'history').mockResolvedValue({ data: entries, next: null })
    const undo = vi.spyOn(client.past, 'undo').mockResolvedValue({ id: 'a', version: 4 })
    const versions = new Map([['a', { version: 2 }]])
    expect(await undoEdits(entity, [edit('a', 'new')], versions)).toEqual(new Map([['a', { version: 4 }]]))
    expect(undo).toHaveBeenCalledWith('deal', 'a', 8)
  })
})
