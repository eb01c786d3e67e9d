import { expect, it } from 'vitest'
import { charactersLeft } from './characters.ts'

it('counts the characters that are left once a text comes near its end', () => {
  const field = { name: 'note', type: 'text', title: 'Note', maxLength: 200 }
  expect(charactersLeft(field, 'x'.repeat(150))).toBeUndefined()
  expect(charactersLeft(field, 'x'.repeat(180))).toBe(20)
  expect(charactersLeft(field, '😀'.repeat(200))).toBe(0)
  expect(charactersLeft(field, 'x'.repeat(203))).toBe(-3)
  expect(charactersLeft({ ...field, maxLength: 12 }, 'xx')).toBe(10)
  expect(charactersLeft({ ...field, maxLength: undefined }, 'x'.repeat(999))).toBeUndefined()
  expect(charactersLeft(field, null)).toBeUndefined()
})
