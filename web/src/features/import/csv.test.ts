import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { guessMap, readHeader } from './csv.ts'

describe('the header of a CSV file', () => {
  it.each([
    ['a,b,c\n1,2,3', ['a', 'b', 'c']],
    ['\uFEFF姓名,电话\r\n张,1', ['姓名', '电话']],
    ['"a, b","say ""hi""",c', ['a, b', 'say "hi"', 'c']],
    ['"two\nlines",b\n', ['two\nlines', 'b']],
  ])('%j', (text, cells) => {
    expect(readHeader(text)).toEqual(cells)
  })
})

describe('the guessed fields', () => {
  const entity: Entity = {
    name: 'lead',
    title: 'Lead',
    label: 'name',
    actions: ['import'],
    fields: [
      { name: 'name', type: 'text', title: '姓名' },
      { name: 'lead_source', type: 'text', title: '来源' },
      { name: 'created_at', type: 'datetime', title: '创建时间', system: true },
    ],
  }

  it('follow names and titles, and never system fields', () => {
    expect(guessMap(entity, ['姓名', 'Lead Source', 'Created at', '来源'])).toEqual({
      姓名: 'name',
      'Lead Source': 'lead_source',
    })
  })
})
