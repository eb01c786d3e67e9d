import { expect, test } from 'vitest'
import { decisionsOf } from './approving.ts'

const request = { id: 'r', state: 'pending', requester: 'u', role: 'sales_manager' }

test('who asked takes a request back, who holds the role decides it', () => {
  expect(decisionsOf(request, { user: { id: 'u', name: '' }, roles: ['sales_manager'] })).toEqual({
    decide: false,
    withdraw: true,
  })
  expect(decisionsOf(request, { user: { id: 'm', name: '' }, roles: ['sales_manager'] })).toEqual({
    decide: true,
    withdraw: false,
  })
  expect(decisionsOf(request, { user: { id: 'x', name: '' }, roles: [] })).toEqual({
    decide: false,
    withdraw: false,
  })
  expect(decisionsOf({ ...request, state: 'approved' }, { user: { id: 'u', name: '' }, roles: [] })).toEqual({
    decide: false,
    withdraw: false,
  })
})
