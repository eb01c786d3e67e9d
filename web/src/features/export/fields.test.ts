import type { Description, Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { exportable, moved, offered, toggled } from './fields.ts'

const order: Entity = {
  name: 'order',
  title: 'Order',
  label: 'name',
  actions: ['export'],
  fields: [
    { name: 'name', type: 'text', title: '名称' },
    { name: 'buyer', type: 'relation', title: '买家', entity: 'buyer' },
    { name: 'password', type: 'secret', title: '口令' },
    { name: 'version', type: 'integer', title: '版本', system: true },
  ],
}
const description = {
  entities: [
    {
      name: 'buyer',
      title: 'Buyer',
      label: 'name',
      actions: [],
      fields: [
        { name: 'city', type: 'text', title: '城市' },
        { name: 'id', type: 'id', title: 'ID', system: true },
      ],
    },
  ],
} as unknown as Description

describe('the fields of an export', () => {
  const all = exportable(order, description)

  it('are its own and those beyond relations', () => {
    expect(all.map(({ name }) => name)).toEqual(['name', 'buyer', 'buyer.city'])
  })

  it('are chosen, moved and searched', () => {
    expect(toggled(['name'], 'buyer')).toEqual(['name', 'buyer'])
    expect(toggled(['name', 'buyer'], 'name')).toEqual(['buyer'])
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 'b', 1)).toEqual(['a', 'b'])
    expect(offered(all, ['buyer.city'], '').map(({ name }) => name)).toEqual(['buyer.city', 'name', 'buyer'])
    expect(offered(all, [], '城').map(({ name }) => name)).toEqual(['buyer.city'])
  })
})
