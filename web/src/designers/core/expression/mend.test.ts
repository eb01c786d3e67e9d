import type { ExpressionProblem } from '@mortise/sdk'
import { describe, expect, test } from 'vitest'
import { scopeForTests } from './fixture.ts'
import { distanceOf, slipsOf } from './mend.ts'

/** The text as it is once what the server found at "‹…›" is made right. */
function mended(marked: string, code = 'unknown_field'): string | undefined {
  const points = [...marked]
  const problem: ExpressionProblem = {
    code,
    message: 'wrong',
    from: points.indexOf('‹'),
    to: points.indexOf('›') - 1,
  }
  const text = marked.replace(/[‹›]/g, '')
  const { mend } = slipsOf(text, [problem], scopeForTests())[0] ?? {}
  return mend && text.slice(0, mend.from) + mend.insert + text.slice(mend.to)
}

describe('what is meant', () => {
  test.each([
    ['‹amuont› * 2', 'amount * 2'],
    ['‹折扣› * 2', 'discount * 2'],
    ['‹Amount›', 'amount'],
    ["'😀' + buyer.‹nmae›", "'😀' + buyer.name"],
    ['buyer.‹电话›', 'buyer.phone'],
    ['‹zebra›', undefined],
    ['buyer.‹amount›', undefined],
  ])('%s', (marked, want) => expect(mended(marked)).toBe(want))

  test('functions', () => expect(mended('‹ronud›(amount)', 'unknown_function')).toBe('round(amount)'))

  test.each([
    ['‹round（amount)›', 'round(amount)'],
    ['status ‹=› paid', 'status == paid'],
    ['status == ‹“new”›', "status == 'new'"],
    ["status == ‹'a=b'› +", undefined],
  ])('signs: %s', (marked, want) => expect(mended(marked, 'expression_syntax')).toBe(want))
})

test('the distance of words', () => {
  expect(distanceOf('amuont', 'amount')).toBe(1)
  expect(distanceOf('', 'abc')).toBe(3)
  expect(distanceOf('abc', 'abc')).toBe(0)
})
