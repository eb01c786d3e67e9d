import { beforeEach, describe, expect, it } from 'vitest'
import { keepDraftsOf, loadDraft, removeDraft, saveDraft } from './drafts.ts'

const day = 24 * 60 * 60_000
const mine = { user: 'u1', entity: 'deal', id: 'r1' }
const draft = (at: number) => ({ at, etag: '"3"', values: { name: 'Ann' } })

describe('drafts', () => {
  beforeEach(() => localStorage.clear())

  it('come back to who wrote them, for what they were written', () => {
    expect(saveDraft(mine, draft(1000))).toBe(true)
    expect(loadDraft(mine, 2000)).toEqual(draft(1000))
    expect(loadDraft({ ...mine, user: 'u2' }, 2000)).toBeUndefined()
    expect(loadDraft({ ...mine, id: undefined }, 2000)).toBeUndefined()
    removeDraft(mine)
    expect(loadDraft(mine, 2000)).toBeUndefined()
  })

  it('are forgotten when they are old, many, or very long', () => {
    saveDraft(mine, draft(0))
    expect(loadDraft(mine, 15 * day)).toBeUndefined()
    for (let at = 0; at < 40; at += 1) saveDraft({ ...mine, id: `r${at}` }, draft(at))
    expect(localStorage.length).toBe(30)
    expect(loadDraft({ ...mine, id: 'r0' }, 50)).toBeUndefined()
    expect(loadDraft({ ...mine, id: 'r39' }, 50)).toBeDefined()
    expect(saveDraft(mine, { ...draft(99), values: { note: 'x'.repeat(300_000) } })).toBe(false)
    expect(loadDraft(mine, 100)).toBeUndefined()
  })

  it('stay with one user only, or none', () => {
    saveDraft(mine, draft(1))
    saveDraft({ ...mine, user: 'u2' }, draft(1))
    localStorage.setItem('mortise.theme', 'dark')
    keepDraftsOf('u2')
    expect(loadDraft(mine, 2)).toBeUndefined()
    expect(loadDraft({ ...mine, user: 'u2' }, 2)).toBeDefined()
    keepDraftsOf(undefined)
    expect(localStorage.length).toBe(1)
  })

  it('that cannot be read count as none', () => {
    localStorage.setItem('mortise.draft.u1.deal.r1', '{"at":"x"')
    expect(loadDraft(mine, 2)).toBeUndefined()
  })
})
