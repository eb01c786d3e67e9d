import { describe, expect, it } from 'vitest'
import type { Doc } from '../../core/document.ts'
import en from '../locales/en.json'
import zh from '../locales/zh-CN.json'
import { newRule, ruleKinds } from './commands.ts'
import { memberAt, plainly, type RuleWords, sentenceOf } from './sentence.ts'

/** The texts of a language, looked up as the page does; a text that is not there is an error. */
function wordsIn(texts: object, plural: boolean): RuleWords {
  const find = (key: string): unknown =>
    key
      .replace('design.access.', '')
      .split('.')
      .reduce<unknown>((at, part) => (at as { [name: string]: unknown } | undefined)?.[part], texts)
  return {
    role: (name) => `<${name}>`,
    field: (name) => `[${name}]`,
    condition: (code) => (code === 'vip' ? 'is vip' : undefined),
    t: (key, values = {}) => {
      if (key.startsWith('design.core.')) return key.split('.').at(-1) ?? ''
      const one = plural && values.count === 1 ? 'one' : 'other'
      const text = find(key) ?? find(`${key}_${one}`)
      if (typeof text !== 'string') throw new Error(`no text ${key}`)
      return text.replace(/{{(\w+)}}/g, (_, name) => String(values[name]))
    },
  }
}

const english = wordsIn(en, true)
const chinese = wordsIn(zh, false)

const rules: [(typeof ruleKinds)[number], Doc, string][] = [
  [
    'grant',
    {
      role: 'rep',
      actions: ['read', 'update'],
      scope: ['own', 'shared'],
      when: "status != 'won'",
      scopes: { read: 'all' },
    },
    "<rep> may read, update – own records, records shared with them · read: all records · where status != 'won'",
  ],
  ['grant', { actions: ['read'], scope: 'own', direct: true }, 'Whom it is given to may read – own records'],
  [
    'restriction',
    { actions: ['export'], when: 'true', quota: { records: 200 }, except: ['boss'], channels: ['api'] },
    'Nobody may export more than 200 records a day · except <boss> · through the API',
  ],
  ['restriction', { actions: ['purge'], when: 'true' }, 'Nobody may purge'],
  [
    'mask',
    { fields: ['phone'], show: 'phone', except: ['boss'] },
    '[phone] is shown as 138****8000 · except <boss>',
  ],
  ['sharing', { level: 'read', to: { roles: [] } }, 'Shared with nobody yet, to read'],
  ['sharing', { level: 'write', to: { users: ['1'] } }, 'Shared with 1 user, to edit and comment'],
  [
    'sharing',
    { level: 'full', to: { readers: ['class'] } },
    'Shared with who may read class, for everything',
  ],
  [
    'pool',
    { members: ['rep'], claim: { perDay: 10 }, hidden: ['amount'], return: { days: 30, activity: 'x' } },
    '<rep> may see and claim records that nobody owns · 10 claims a day · [amount] hidden until claimed · back after 30 days without work',
  ],
  [
    'obligation',
    { actions: ['transfer'], needs: 'approval', by: 'boss', except: ['boss'] },
    'To transfer, <boss> must approve · except <boss>',
  ],
]

describe('a rule', () => {
  it.each(rules)('%s %j says it in a sentence', (kind, rule, sentence) => {
    expect(plainly(sentenceOf(kind, rule, english))).toBe(sentence)
    expect(plainly(sentenceOf(kind, rule, chinese))).not.toBe('')
  })

  it.each(ruleKinds)('%s says something as soon as it is there', (kind) => {
    const rule = newRule(kind, { name: 'lead', properties: { name: {} } }, 'lead.one', ['rep'], '')
    expect(plainly(sentenceOf(kind, rule, english))).not.toBe('')
    expect(plainly(sentenceOf(kind, rule, chinese))).not.toBe('')
  })

  it('is found by the first part of a pointer', () => {
    expect(memberAt('/claim/except')).toBe('claim')
    expect(memberAt('')).toBe('')
  })
})
