import { describe, expect, it } from 'vitest'
import type { Doc } from '../../core/document.ts'
import {
  freeName,
  newRule,
  receiverOf,
  ruleKinds,
  setMasked,
  setMaskFields,
  setMember,
  setNeeds,
  setPart,
  setQuota,
  setReceiver,
  setRefusedWhen,
  setReturn,
} from './commands.ts'

const schemas = import.meta.glob<{ required: string[]; properties: object }>(
  '../../../../../engine/definition/schemas/*.json',
  { eager: true, import: 'default' },
)

const schemaOf = (kind: string) => {
  const schema = schemas[`../../../../../engine/definition/schemas/${kind}.json`]
  if (!schema) throw new Error(`no schema of ${kind}`)
  return schema
}

const entity: Doc = {
  name: 'lead',
  properties: {
    name: { 'x-field': 'text' },
    phone: { 'x-field': 'phone' },
    amount: { 'x-field': 'money' },
    open: { 'x-field': 'boolean' },
  },
}

describe('a new rule', () => {
  it.each(ruleKinds)('%s has all that its schema requires, and nothing that it does not know', (kind) => {
    const rule = newRule(kind, entity, 'lead.one', ['rep'], 'New')
    const { required, properties } = schemaOf(kind)
    for (const member of required) expect(rule, member).toHaveProperty([member])
    for (const member of Object.keys(rule)) expect(Object.keys(properties)).toContain(member)
  })

  it('gives nobody anything', () => {
    expect(newRule('grant', entity, 'lead.one', ['rep'], '').scope).toBe('none')
    expect(newRule('sharing', entity, 'lead.one', ['rep'], '').to).toEqual({ roles: [] })
    expect(newRule('pool', entity, 'lead.one', ['rep'], '').members).toEqual(['administrator'])
  })

  it('masks what is most delicate, in the way that fits it', () => {
    expect(newRule('mask', entity, 'lead.one', [], '')).toMatchObject({ fields: ['phone'], show: 'phone' })
  })

  it('has a name that no other has', () => {
    const taken = ['lead.mask', 'lead.mask_2']
    expect(freeName('lead', 'mask', (name) => taken.includes(name))).toBe('lead.mask_3')
  })
})

describe('members', () => {
  const rule: Doc = { name: 'lead.one', actions: ['read'], when: 'open' }

  it('go when they are empty, but for those that a rule cannot be without', () => {
    expect(setMember(rule, 'when', '')).toEqual({ name: 'lead.one', actions: ['read'] })
    expect(setMember(rule, 'channels', [])).not.toHaveProperty('channels')
    expect(setMember(rule, 'actions', [])).toHaveProperty('actions')
  })

  it('of a part take the part with them', () => {
    const limited = setPart(rule, 'claim', 'perDay', 10)
    expect(limited.claim).toEqual({ perDay: 10 })
    expect(setPart(limited, 'claim', 'perDay', undefined)).toEqual(rule)
    expect(setPart(limited, 'claim', 'perDay', 0).claim).toEqual({ perDay: 0 })
  })
})

describe('a restriction', () => {
  it('on all records says so, as its condition is required', () => {
    expect(setRefusedWhen({ when: 'open' }, '  ').when).toBe('true')
  })

  it('with a quota has no condition, as the engine demands', () => {
    const rule = setQuota({ when: 'open' }, 0)
    expect(rule).toEqual({ quota: { records: 0 }, when: 'true' })
    expect(setQuota(rule, undefined)).toEqual({ when: 'true' })
  })
})

describe('a mask', () => {
  it('keeps its way to show while it fits all fields, and takes one that does', () => {
    const rule: Doc = { fields: ['phone'], show: 'phone' }
    expect(setMaskFields(rule, entity, ['phone', 'name']).show).toBe('phone')
    expect(setMaskFields(rule, entity, ['phone', 'amount']).show).toBe('all')
    expect(setMaskFields(rule, entity, ['amount']).show).toBe('round')
    expect(setMaskFields(rule, entity, ['open']).show).toBe('all')
  })
})

describe('an obligation', () => {
  it('names a role only where somebody approves or is told', () => {
    const asked = setNeeds({ needs: 'reason' }, 'approval', 'boss')
    expect(asked).toEqual({ needs: 'approval', by: 'boss' })
    expect(setNeeds({ ...asked, by: 'rep' }, 'report', 'boss').by).toBe('rep')
    expect(setNeeds(asked, 'second_factor', 'boss')).toEqual({ needs: 'second_factor' })
  })
})

describe('a sharing', () => {
  it('has one kind of receivers', () => {
    const rule = setReceiver({ to: { roles: ['rep'] } }, 'users', ['1'])
    expect(rule.to).toEqual({ users: ['1'] })
    expect(receiverOf(rule)).toEqual({ receiver: 'users', value: ['1'] })
    expect(receiverOf({})).toEqual({ receiver: 'roles', value: [] })
  })
})

describe('a pool', () => {
  it('keeps how a field was shown when others are added', () => {
    const rule: Doc = { masked: [{ field: 'phone', show: 'tail' }] }
    expect(setMasked(rule, entity, ['phone', 'amount']).masked).toEqual([
      { field: 'phone', show: 'tail' },
      { field: 'amount', show: 'round' },
    ])
    expect(setMasked(rule, entity, [])).not.toHaveProperty('masked')
  })

  it('reminds only before records go back', () => {
    const rule = setReturn({ return: { days: 30, activity: 'call.lead', remind: [3, 7] } }, 5, 'updated_at')
    expect(rule.return).toEqual({ days: 5, activity: 'call.lead', remind: [3] })
    expect(setReturn(rule, undefined, 'updated_at')).not.toHaveProperty('return')
    expect(setReturn({}, 10, 'updated_at').return).toEqual({ days: 10, activity: 'updated_at' })
  })
})
