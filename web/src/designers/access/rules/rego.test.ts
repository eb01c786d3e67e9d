import { expect, it } from 'vitest'
import { partsOf } from './rego.ts'

it('puts together what is made from one document', () => {
  const module = ['package x', '', 'grant one', '', 'mask two', '', 'result one', ''].join('\n')
  const rule = (kind: 'grant' | 'mask', name: string, line: number) => ({
    kind,
    name,
    title: '',
    line_from: line,
    line_to: line + 1,
  })
  expect(partsOf(module, [rule('grant', 'one', 3), rule('mask', 'two', 5), rule('grant', 'one', 7)])).toEqual(
    [
      { key: 'grant/one', title: 'one', text: 'grant one\n\nresult one' },
      { key: 'mask/two', title: 'two', text: 'mask two' },
    ],
  )
})
