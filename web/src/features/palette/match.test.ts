import { describe, expect, it } from 'vitest'
import { matches, partsOf, stepIn } from './match.ts'

describe('finding', () => {
  it('wants every word, in any order and case', () => {
    expect(matches('new CUST', 'Customer: new')).toBe(true)
    expect(matches('new campus', 'Customer: new')).toBe(false)
    expect(matches('', 'anything')).toBe(true)
  })

  it('marks what was found, of Chinese too', () => {
    expect(partsOf('王小明的妈妈', '小明')).toEqual([
      { at: 0, text: '王', hit: false },
      { at: 1, text: '小明', hit: true },
      { at: 3, text: '的妈妈', hit: false },
    ])
    expect(
      partsOf('Anna Maria', 'maria an')
        .filter(({ hit }) => hit)
        .map(({ text }) => text),
    ).toEqual(['An', 'Maria'])
  })

  it('takes signs of patterns as they are', () => {
    expect(partsOf('a(b', '(')).toEqual([
      { at: 0, text: 'a', hit: false },
      { at: 1, text: '(', hit: true },
      { at: 2, text: 'b', hit: false },
    ])
    expect(partsOf('abc', '')).toEqual([{ at: 0, text: 'abc', hit: false }])
  })

  it('goes round the ends line by line, and stops at them page by page', () => {
    expect(stepIn(3, 2, 'ArrowDown')).toBe(0)
    expect(stepIn(3, 0, 'ArrowUp')).toBe(2)
    expect(stepIn(3, 0, 'PageDown')).toBe(2)
    expect(stepIn(0, 0, 'ArrowDown')).toBeUndefined()
    expect(stepIn(3, 0, 'a')).toBeUndefined()
  })
})
