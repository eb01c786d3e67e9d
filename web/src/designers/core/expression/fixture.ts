import type { ExpressionPart } from '@mortise/sdk'
import { type Scope, scopeOf } from './scope.ts'

const part = (kind: ExpressionPart['kind'], name: string, signature: string, args = 1): ExpressionPart => ({
  kind,
  name,
  signature,
  args: Array.from({ length: args }, () => ({ kinds: ['number'], fixed: false })),
  needs: args,
  many: false,
  help: { en: `What ${name} is.`, 'zh-CN': `${name} 的说明。` },
  example: signature,
})

/** An order with a buyer, for tests. */
export function scopeForTests(use: Scope['use'] = 'condition'): Scope {
  const field = (type: string, title: string, more = {}) => ({ 'x-field': type, title, ...more })
  return scopeOf({
    entity: 'order',
    use,
    entities: [
      {
        name: 'order',
        doc: {
          title: 'Order',
          properties: {
            amount: field('money', 'Amount'),
            discount: field('percent', '折扣'),
            status: field('choice', 'Status', {
              oneOf: [
                { const: 'new', title: 'New' },
                { const: 'won', title: "It's won" },
                { const: 'old', title: 'Old', 'x-archived': true },
              ],
            }),
            channel: field('choice', 'Channel', { 'x-choices': 'channels' }),
            paid: field('boolean', 'Paid'),
            due: field('date', 'Due'),
            owner: field('user', 'Owner'),
            buyer: field('relation', 'Buyer', { 'x-entity': 'customer' }),
            pin: field('secret', 'PIN'),
          },
        },
      },
      {
        name: 'customer',
        doc: {
          title: 'Customer',
          properties: { name: field('text', 'Name'), phone: field('phone', '电话') },
        },
      },
      {
        name: 'line',
        doc: {
          title: 'Line',
          'x-plural': 'Lines',
          properties: {
            order: field('relation', 'Order', { 'x-entity': 'order' }),
            price: field('money', 'Price'),
            open: field('boolean', 'Open'),
          },
        },
      },
      { name: 'user', doc: { title: 'User', properties: { email: field('email', 'E-mail') } } },
    ],
    choices: [{ name: 'channels', doc: { options: [{ value: 'web', title: 'Web' }] } }],
    parts: [
      part('function', 'abs', 'abs(number)'),
      part('function', 'round', 'round(number, fixed number)', 2),
      part('function', 'today', 'today()', 0),
      part('function', 'this_month', 'this_month()', 0),
      part('quantifier', 'any', 'any(records, condition)', 2),
      part('operator', 'and', 'condition and condition'),
      part('operator', '==', 'a == b'),
      part('operator', 'not', 'not condition'),
      part('word', 'me', 'record'),
      part('word', 'true', 'boolean'),
    ],
    language: 'en',
    systemTitle: (name) => `System ${name}`,
  })
}
