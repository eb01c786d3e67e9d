import type { Description, Entity, Inspection, Job } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { badRows, columnOf, duplicateRows, paceOf, problemGroups } from './outcome.ts'
import {
  confidenceOf,
  doubled,
  fitOf,
  keysOf,
  missingFields,
  orderOf,
  planOf,
  targetsOf,
  unknownValues,
} from './plan.ts'
import { parseImportSearch, stepOf } from './search.ts'

const order: Entity = {
  name: 'order',
  title: 'Order',
  label: 'name',
  actions: ['import'],
  fields: [
    { name: 'name', type: 'text', title: '名称', required: true },
    { name: 'status', type: 'choice', title: '状态', required: true, default: 'new' },
    { name: 'buyer', type: 'relation', title: '买家', entity: 'buyer' },
    { name: 'amount', type: 'money', title: '金额', required: true },
    { name: 'scan', type: 'file', title: '扫描件' },
    { name: 'created_at', type: 'datetime', title: '创建时间', system: true },
  ],
}
const description = {
  entities: [
    order,
    {
      name: 'buyer',
      title: 'Buyer',
      label: 'name',
      actions: [],
      fields: [
        { name: 'name', type: 'text', title: '姓名' },
        { name: 'code', type: 'text', title: '编号' },
      ],
    },
  ],
} as unknown as Description
const inspection: Inspection = {
  format: 'csv',
  header: 1,
  rows: 2,
  columns: [
    { header: '名称', field: 'name', why: 'title' },
    { header: 'State', field: 'status', why: 'former' },
    { header: 'x' },
  ],
  samples: [],
  keys: [['name']],
}

describe('the plan of an import', () => {
  it('offers fields that may be written, and records by a field of theirs', () => {
    const paths = targetsOf(order, description).map(({ path }) => path)
    expect(paths).toEqual(['name', 'status', 'buyer', 'buyer.code', 'amount'])
  })

  it('begins with what was used last, else with what the server takes to be meant', () => {
    expect(planOf(inspection).map).toEqual({ 名称: 'name', State: 'status', x: '' })
    const known = { ...inspection, profile: { map: { x: 'amount' }, mode: 'upsert', key: ['name'] } as const }
    expect(planOf({ ...known, profile: { ...known.profile, key: ['name'] } })).toMatchObject({
      map: { x: 'amount' },
      mode: 'upsert',
    })
    expect(planOf({ ...known, profile: { ...known.profile, key: ['name'] } }, null).mode).toBe('create')
  })

  it('takes over what a profile says of the columns that the file has', () => {
    const profile = {
      map: { 名称: '', x: 'amount', gone: 'status' },
      values: { State: { open: 'a' }, gone: { b: 'b' } },
      formats: { gone: 'dmy' },
      mode: 'update' as const,
      key: ['name'],
    }
    expect(planOf(inspection, profile)).toEqual({
      map: { 名称: '', State: 'status', x: 'amount' },
      values: { State: { open: 'a' } },
      formats: {},
      mode: 'update',
      key: ['name'],
      clear: false,
    })
    expect(fitOf(inspection, profile)).toBe(1)
    expect(fitOf(inspection, {})).toBe(0)
  })

  it('tells what is missing, twice there, or not understood', () => {
    const plan = planOf(inspection)
    expect(missingFields(order, plan).map(({ name }) => name)).toEqual(['amount'])
    expect(missingFields(order, { ...plan, mode: 'update' })).toEqual([])
    expect(doubled({ ...plan, map: { a: 'name', b: 'name', c: '', d: '' } })).toEqual(['name'])
    const values = [
      { text: 'a', count: 1, value: 'a' },
      { text: 'b', count: 1 },
      { text: 'c', count: 1 },
    ]
    expect(unknownValues(values, { c: '' })).toEqual(['b'])
  })

  it('says how sure a suggestion is', () => {
    const [sure, likely, none] = inspection.columns
    expect(sure && confidenceOf(sure, 'name')).toBe('sure')
    expect(likely && confidenceOf(likely, 'status')).toBe('likely')
    expect(none && confidenceOf(none, 'amount')).toBe('chosen')
    expect(none && confidenceOf(none, '')).toBe('none')
  })

  it('finds records by what is filled, and only where records are found', () => {
    const plan = planOf(inspection)
    expect(keysOf(order, inspection, plan)).toEqual([['name']])
    expect(orderOf('1', {}, { ...plan, key: ['name'] })).not.toHaveProperty('key')
    expect(orderOf('1', {}, { ...plan, mode: 'update', key: ['name'] })).toHaveProperty('key')
  })
})

describe('the outcome of an import', () => {
  const errors = [
    { line: 3, pointer: '/name', code: 'too_long', message: 'Too long' },
    { line: 2, pointer: '/status', code: 'duplicate', message: 'There already' },
    { line: 3, pointer: '/status', code: 'option', message: 'No option' },
    { line: 4, pointer: '/name', code: 'too_long', message: 'Too long' },
  ]
  const column = (pointer?: string) => columnOf(order, { State: 'status' }, pointer)

  it('stands row by row and by kind', () => {
    expect(badRows(errors, column).map(({ line, problems }) => [line, problems.length])).toEqual([
      [2, 1],
      [3, 2],
      [4, 1],
    ])
    expect(problemGroups(errors, column)[0]).toMatchObject({ column: '名称', count: 2 })
    expect(column('/status')).toBe('State → 状态')
    expect(duplicateRows(errors)).toBe(1)
  })

  it('has a pace', () => {
    const job = { started_at: '2026-01-01T10:00:00Z', done: 100, total: 300 } as Job
    expect(paceOf(job, Date.parse('2026-01-01T10:00:10Z'))).toEqual({ rate: 10, left: 20 })
    expect(paceOf({ ...job, done: 0 }, Date.now())).toBeUndefined()
  })
})

describe('the address of an import', () => {
  it('goes on where it was', () => {
    expect(stepOf({})).toBe('upload')
    expect(stepOf({ step: 'map' })).toBe('upload')
    expect(stepOf({ file: '1' })).toBe('read')
    expect(stepOf({ file: '1', step: 'check' })).toBe('check')
    expect(stepOf(parseImportSearch({ run: 'j', step: 'nonsense' }))).toBe('run')
  })
})
