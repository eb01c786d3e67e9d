import { describe, expect, it } from 'vitest'
import { guessName, guessType } from './guess.ts'

describe('what a title tells of a field', () => {
  it.each([
    ['Name', 'text'],
    ['Status', 'choice'],
    ['Amount', 'money'],
    ['Phone', 'phone'],
    ['Owner', 'user'],
    ['Due date', 'date'],
    ['Number of seats', 'integer'],
    ['E-mail', 'email'],
    ['Notes', 'longtext'],
    ['Is active', 'boolean'],
    ['Something else', 'text'],
    ['客户电话', 'phone'],
    ['合同金额', 'money'],
    ['状态', 'choice'],
    ['负责人', 'user'],
    ['出生日期', 'date'],
    ['下次跟进时间', 'datetime'],
    ['是否有效', 'boolean'],
    ['备注', 'longtext'],
    // A word within another is none.
    ['Phonetics', 'text'],
    ['Attic', 'text'],
  ])('%s is %s', (title, type) => {
    expect(guessType(title)).toBe(type)
  })

  it.each([
    ['Expected amount (CNY)', 'expected_amount_cny'],
    ['电话', 'phone'],
    ['客户电话', 'customer_phone'],
    ['Prénom', 'prenom'],
    ['2nd try', 'nd_try'],
    ['龘', 'field'],
    ['', 'field'],
  ])('%s is named %s', (title, name) => {
    expect(guessName(title, () => false, 'field')).toBe(name)
  })

  it('counts on where a name is taken', () => {
    expect(guessName('Phone', (name) => ['phone', 'phone_2'].includes(name), 'field')).toBe('phone_3')
  })
})
