import { type Entity, Invalid, Unreachable } from '@mortise/sdk'
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

  const answer = async (operations: { id?: string }[]) =>
    operations.map(({ id = '' }) => ({ status: 200, entity: 'deal', id, record: { id, version: 2 } }))
  const refusal = (...places: number[]) =>
    new Invalid(422, {
      code: 'invalid',
      errors: places.map((at) => ({
        pointer: `/operations/${at}/fields/name`,
        code: 'x',
        message: `No ${at}.`,
      })),
    })

  it('that are refused cost only their own record', async () => {
    const last = String(batchSize + 1)
    const batch = vi.spyOn(client, 'batch').mockImplementation(async (operations) => {
      const bad = operations.flatMap(({ id }, at) => (id === '3' || id === last ? [at] : []))
      if (bad.length > 0) throw refusal(...bad)
      return answer(operations)
    })
    const { versions, refused } = await sendEdits('deal', many(batchSize + 2, String))
    expect(refused.map(({ record, text }) => [record.id, text])).toEqual([
      ['3', 'No 3.'],
      [last, 'No 1.'],
    ])
    expect(versions.size).toBe(batchSize)
    expect([versions.has('3'), versions.has(last)]).toEqual([false, false])
    expect(batch.mock.calls.map(([operations]) => operations.length)).toEqual([200, 199, 2, 1])
  })

  it('that cannot be sent any more leave what was done, and say so of each of the rest', async () => {
    const lost = new Unreachable(0, { title: 'Lost.' })
    vi.spyOn(client, 'batch').mockImplementation(async (operations) => {
      if (operations[0]?.id !== '0') throw lost
      return answer(operations)
    })
    const { versions, refused } = await sendEdits('deal', many(batchSize * 3, String))
    expect(versions.size).toBe(batchSize)
    expect(refused).toHaveLength(batchSize * 2)
    expect(refused[0]).toMatchObject({ record: { id: String(batchSize) }, text: 'Lost.' })
    vi.spyOn(client, 'batch').mockRejectedValue(lost)
    await expect(sendEdits('deal', many(2, String))).rejects.toBe(lost)
  })

  it('are undone where they were done', async () => {
    const batch = vi.spyOn(client, 'batch').mockImplementation(answer)
    const edits = many(3, String)
    const { versions } = await sendEdits('deal', edits)
    const back = await undoEdits(entity, edits.slice(1), versions)
    expect(batch.mock.calls[1]?.[0]).toMatchObject([
      { id: '1', version: 2, fields: { name: 'old' } },
      { id: '2', version: 2, fields: { name: 'old' } },
    ])
    expect(back.refused).toEqual([])
  })

  it('are undone by the entry of the history, when it is one', async () => {
    const entries = [
      { seq: 9, version: 3, at: '', action: 'update' },
      { seq: 8, version: 2, at: '', action: 'update' },
    ]
    vi.spyOn(client.past, 'history').mockResolvedValue({ data: entries, next: null })
    const undo = vi.spyOn(client.past, 'undo').mockResolvedValue({ id: 'a', version: 4 })
    const versions = new Map([['a', { version: 2 }]])
    expect(await undoEdits(entity, [edit('a', 'new')], versions)).toEqual({
      versions: new Map([['a', { version: 4 }]]),
      refused: [],
    })
    expect(undo).toHaveBeenCalledWith('deal', 'a', 8)
  })
})
