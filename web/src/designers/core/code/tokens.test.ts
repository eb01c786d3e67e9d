import { describe, expect, test } from 'vitest'
import { expr } from './expr.ts'
import { json } from './json.ts'
import { rego } from './rego.ts'
import { tokensOf } from './tokens.ts'

type Parser = Parameters<typeof tokensOf>[0]

/** The pieces with a look, each as "style:text". */
const styled = (parser: unknown, text: string) =>
  tokensOf(parser as Parser, text).flatMap(({ from, to, style }) =>
    style ? [`${style}:${text.slice(from, to)}`] : [],
  )

describe('expressions', () => {
  test.each([
    ['amount * 0.2', ['variableName:amount', 'operator:*', 'number:0.2']],
    [
      "customer.name contains 'A\\'b'",
      ['variableName:customer', 'punctuation:.', 'propertyName:name', 'keyword:contains', "string:'A\\'b'"],
    ],
    [
      'round(x, 2)',
      [
        'variableName.function:round',
        'bracket:(',
        'variableName:x',
        'punctuation:,',
        'number:2',
        'bracket:)',
      ],
    ],
    [
      'not (paid) or owner == me',
      [
        'keyword:not',
        'bracket:(',
        'variableName:paid',
        'bracket:)',
        'keyword:or',
        'variableName:owner',
        'operator:==',
        'self:me',
      ],
    ],
    ['x ?? nil', ['variableName:x', 'operator:??', 'null:nil']],
    ['a ? true : .5', ['variableName:a', 'operator:?', 'bool:true', 'operator::', 'number:.5']],
    ['客户 == “x”', ['variableName:客户', 'operator:==', 'invalid:“', 'variableName:x', 'invalid:”']],
  ])('%s', (text, want) => expect(styled(expr, text)).toEqual(want))

  test('a text that is not closed goes on in the next line', () => {
    expect(styled(expr, "'a\nb' + 1")).toEqual(["string:'a", "string:b'", 'operator:+', 'number:1'])
  })
})

test('json tells names of members from texts', () => {
  expect(styled(json, '{"a": "b\\"", "n": [-1.5e3, true, null]}\n!')).toEqual([
    'bracket:{',
    'propertyName:"a"',
    'punctuation::',
    'string:"b\\""',
    'punctuation:,',
    'propertyName:"n"',
    'punctuation::',
    'bracket:[',
    'number:-1.5e3',
    'punctuation:,',
    'bool:true',
    'punctuation:,',
    'null:null',
    'bracket:]',
    'bracket:}',
    'invalid:!',
  ])
})

test('rego tells rules, comments and texts over lines', () => {
  expect(styled(rego, 'allow if input.x == `a\nb` # c\nnot f("q")')).toEqual([
    'variableName:allow',
    'keyword:if',
    'self:input',
    'punctuation:.',
    'propertyName:x',
    'operator:==',
    'string:`a',
    'string:b`',
    'comment:# c',
    'keyword:not',
    'variableName.function:f',
    'bracket:(',
    'string:"q"',
    'bracket:)',
  ])
})

test('no piece is lost or given twice', () => {
  for (const text of ["a.b('x", '"\\', '`', '{"', '🙂 + 1', '\n\n', '#'])
    for (const parser of [expr, json, rego]) {
      const covered = tokensOf(parser as unknown as Parser, text)
        .map(({ from, to }) => text.slice(from, to))
        .join('')
      expect(covered).toBe(text.replaceAll('\n', ''))
    }
})
