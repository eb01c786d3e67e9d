import type { AccessReason, Explanation } from '@mortise/sdk'
import { expect, test } from 'vitest'
import { dutiesOf, shortReason } from './explanation.ts'

const answer = (allowed: boolean, reasons: AccessReason[]): Explanation => ({
  allowed,
  decision: { grants: [], restrictions: [], obligations: [], masks: [] },
  reasons,
  text: '',
  took_ms: 1,
})

test('a rule that holds is the reason before what grants ask for', () => {
  const grant = {
    kind: 'grant',
    holds: false,
    text: 'own',
    conditions: [
      { text: 'is yours', holds: true },
      { text: 'is open', holds: false },
    ],
  }
  expect(shortReason(answer(false, [grant]))).toBe('is open')
  const rule = { kind: 'restriction', holds: true, text: 'signed ones stay' }
  expect(shortReason(answer(false, [grant, rule]))).toBe('signed ones stay')
  expect(shortReason(answer(false, [grant, { ...rule, holds: false }]))).toBe('is open')
  expect(shortReason(answer(true, [grant]))).toBeUndefined()
})

test('duties are the obligations that hold here', () => {
  const duty = { kind: 'obligation', holds: true, text: 'ask' }
  expect(dutiesOf(answer(true, [duty, { ...duty, holds: false }]))).toEqual([duty])
  expect(dutiesOf(undefined)).toEqual([])
})
