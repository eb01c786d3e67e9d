import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConditionValue } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { calculate, decimal, decimalText } from './decimal.ts'
import { evaluate, type Source, unknown } from './evaluate.ts'

type Values = { [field: string]: unknown }

interface Shared {
  now: string
  related: { [id: string]: Values }
  records: Values[]
  cases: { source: string; true: number[]; tree: ConditionValue }[]
}

const file = join(import.meta.dirname, '../../../../engine/validation/testdata/conditions.json')
const shared = JSON.parse(readFileSync(file, 'utf8')) as Shared

function sourceOf(values: Values): Source {
  return {
    value: (field) => values[field] ?? null,
    related: (_, id) => (shared.related[id] ? sourceOf(shared.related[id]) : null),
    now: shared.now,
  }
}

describe('the shared conditions', () => {
  it.each(shared.cases.map((one) => [one.source, one] as const))('%s', (_, { tree, true: expected }) => {
    const found = shared.records.flatMap((record, at) => (evaluate(tree, sourceOf(record)) ? [at] : []))
    expect(found).toEqual(expected)
  })
})

const field = (name: string, type = 'text'): ConditionValue => ({ is: 'field', name, type })
const text = (value: string): ConditionValue => ({ is: 'value', type: 'text', value })
const hidden: Source = {
  value: (name) => (name === 'hidden' ? unknown : 'x'),
  related: () => unknown,
  now: shared.now,
}

describe('what cannot be told', () => {
  const asks = { is: 'eq', x: field('hidden'), y: text('x') }
  const holds = { is: 'eq', x: field('shown'), y: text('x') }

  it.each<[string, ConditionValue, unknown]>([
    ['a value that did not come', asks, unknown],
    ['its negation', { is: 'not', of: asks }, unknown],
    ['and with something false', { is: 'and', of: [asks, { is: 'not', of: holds }] }, false],
    ['or with something true', { is: 'or', of: [asks, holds] }, true],
    [
      'a record that is not fetched',
      { is: 'some', var: 1, entity: 'a', relation: field('r', 'id'), of: holds },
      unknown,
    ],
    ['a form that is not known', { is: 'hologram' }, unknown],
    [
      'a function that is not known',
      { is: 'eq', x: { is: 'compute', fn: 'twist', args: [] }, y: text('x') },
      unknown,
    ],
  ])('%s', (_, tree, expected) => {
    expect(evaluate(tree, hidden)).toBe(expected)
  })
})

describe('exact numbers', () => {
  it.each([
    ['add', ['0.1', '0.2'], '0.3'],
    ['sub', ['9007199254740993', '1'], '9007199254740992'],
    ['div', ['7', '2'], '3.5'],
    ['div', ['2', '3'], '0.66666666666666666667'],
    ['div', ['1', '0'], null],
    ['mod', ['-7', '2'], '-1'],
    ['round', ['-2.5', '0'], '-3'],
    ['floor', ['-2.5'], '-3'],
    ['ceil', ['-2.5'], '-2'],
    ['pow', ['1.1', '2'], '1.21'],
    ['pow', ['9999999999', '9'], null],
    ['days', ['-90000'], '-1'],
  ] as const)('%s of %s is %s', (fn, args, expected) => {
    const result = calculate(
      fn,
      args.map((arg) => decimal(arg) ?? { n: 0n, scale: 0 }),
    )
    expect(result && decimalText(result)).toBe(expected)
  })

  it('reads what JavaScript writes', () => {
    expect(decimalText(decimal(1e-7) ?? { n: 0n, scale: 0 })).toBe('0.0000001')
    expect(decimalText(decimal(1e21) ?? { n: 0n, scale: 0 })).toBe('1000000000000000000000')
  })
})
