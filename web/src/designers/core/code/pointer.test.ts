import { expect, test } from 'vitest'
import { breakOf, placesOf } from './pointer.ts'

const text = `{
  "name": "x",
  "a/b": [1, {"c~": "}\\""}],
  "properties": {
    "n": {}
  }
}`

test.each([
  ['/name', '"name": "x"'],
  ['/a~1b/0', '1'],
  ['/a~1b/1/c~0', '"c~": "}\\""'],
  ['/properties/n', '"n": {}'],
  ['/properties/n/x-expr', '"n": {}'],
  ['/properties', '"properties": {'],
  ['/nothing', '{'],
  ['', '{'],
])('the value of %s', (pointer, want) => {
  const [span] = placesOf(text, [pointer])
  expect(span && text.slice(span.from, span.to)).toBe(want)
})

test('no place in what is no JSON', () => expect(placesOf('{"a": }', ['/a'])).toEqual([undefined]))

test.each([
  ['{"a": 1}', undefined],
  ['{"a": }', 6],
  ['{"a" 1}', 5],
  ['[1, 2', 5],
  ['{"a": 1,}', 8],
  ['{} x', 3],
  ['', 0],
  ['"\\x"', 4],
])('%s breaks off', (broken, at) => expect(breakOf(broken)).toBe(at))
