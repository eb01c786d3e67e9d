import { describe, expect, test } from 'vitest'
import { mentionedIn, mentioningAt, refusedMentions, withName, withStrongNames } from './mentions.ts'

const li = { id: '1', name: '李雷' }
const liu = { id: '2', name: '李雷雷' }

describe('mentions', () => {
  test('are looked for from the @ to the caret', () => {
    expect(mentioningAt('问 @李', 4)).toEqual({ from: 2, text: '李' })
    expect(mentioningAt('@', 1)).toEqual({ from: 0, text: '' })
    expect(mentioningAt('请问@an', 5)).toEqual({ from: 2, text: 'an' })
  })

  test('are not looked for in addresses, past a blank or on another line', () => {
    expect(mentioningAt('a@example', 9)).toBeUndefined()
    expect(mentioningAt('@李雷 ', 4)).toBeUndefined()
    expect(mentioningAt('@李\n雷', 4)).toBeUndefined()
    expect(mentioningAt('no one', 3)).toBeUndefined()
  })

  test('put the name in place of what was typed', () => {
    expect(withName('问 @李 吗', { from: 2, text: '李' }, '李雷')).toEqual({ text: '问 @李雷 吗', caret: 6 })
  })

  test('count while the name stands in the text', () => {
    expect(mentionedIn('@李雷 看看', [li, li, liu])).toEqual([li])
    expect(mentionedIn('看看', [li])).toEqual([])
  })

  test('are strong where they are read, the longer name first', () => {
    expect(withStrongNames('@李雷雷 和 @李雷', [li, liu])).toBe('**@李雷雷** 和 **@李雷**')
    expect(withStrongNames('@李雷', [])).toBe('@李雷')
  })

  test('are refused by place', () => {
    const details = [
      { pointer: '/mentions/1', message: 'no' },
      { pointer: '/text', message: 'long' },
    ]
    expect([...refusedMentions(details)]).toEqual([[1, 'no']])
  })
})
