import { type Aggregated, type Field, Invalid, type Measure } from '@mortise/sdk'
import { describe, expect, it, vi } from 'vitest'
import type { Column } from './columns.ts'
import { batches, measured, measuresOf } from './measures.ts'

const column = (name: string, aggregate: Column['aggregate'], more: Partial<Field> = {}): Column => ({
  field: { name, type: 'money', title: name, ...more } as Field,
  width: 100,
  pinned: false,
  aggregate,
})
const measures: Measure[] = ['a', 'b', 'c'].map((field) => ({ as: `m_${field}`, fn: 'sum', field }))
const refusal = (...pointers: string[]) =>
  new Invalid(422, {
    code: 'invalid',
    errors: pointers.map((pointer) => ({ pointer, code: 'unknown_field', message: 'No.' })),
  })

describe('measures of columns', () => {
  it('are asked for where the caller may ask', () => {
    const columns = [
      column('sum', 'sum'),
      column('none', undefined),
      column('closed', 'sum', { filterable: false }),
      column('text', 'sum', { type: 'text' }),
      column('tags', 'count_distinct', { type: 'tags', operators: ['has_any'] }),
      column('name', 'count_distinct', { type: 'text', operators: ['eq'] }),
    ]
    expect(measuresOf(columns).map(({ field }) => field)).toEqual(['sum', 'name'])
  })

  it('are asked for in questions that are not too long', () => {
    const many = Array.from({ length: 45 }, () => measures[0] as Measure)
    expect(batches(many).map(({ length }) => length)).toEqual([20, 20, 5])
    expect(batches([])).toEqual([])
  })

  it('stay when another one is refused', async () => {
    const ask = vi.fn(async (some: Measure[]): Promise<Aggregated> => {
      if (some.length === 3) throw refusal('/measures/1/field')
      return { data: [{ m_a: 1, m_c: 3 }], more: false }
    })
    expect((await measured(measures, ask)).data).toEqual([{ m_a: 1, m_c: 3 }])
    expect(ask.mock.calls[1]?.[0].map(({ field }) => field)).toEqual(['a', 'c'])
  })

  it('are none when all are refused, and fail with what is wrong besides', async () => {
    const all = refusal('/measures/0/field', '/measures/1/field', '/measures/2/fn')
    expect((await measured(measures, () => Promise.reject(all))).data).toEqual([])
    const filter = refusal('/measures/0/field', '/filter')
    await expect(measured(measures, () => Promise.reject(filter))).rejects.toBe(filter)
  })
})
