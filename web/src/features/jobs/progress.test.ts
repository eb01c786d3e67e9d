import type { Job } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { canUndo, endedSince, fileKind, problemsOf, shareOf, trayJobs } from './progress.ts'

const job = (more: Partial<Job>): Job => ({
  id: '1',
  kind: 'import',
  state: 'running',
  created_at: '2026-01-01T10:00:00Z',
  done: 0,
  total: 0,
  counts: {},
  ...more,
})
const ended = { state: 'done', ended_at: '2026-01-01T10:10:00Z' } as const

describe('jobs of the tray', () => {
  it('are open, or ended a short while ago, and were not put away', () => {
    const list = [job({ id: 'open' }), job({ id: 'old', ...ended }), job({ id: 'hidden' })]
    const shown = (at: string) => trayJobs(list, new Set(['hidden']), Date.parse(at)).map(({ id }) => id)
    expect(shown('2026-01-01T10:20:00Z')).toEqual(['open', 'old'])
    expect(shown('2026-01-01T11:20:00Z')).toEqual(['open'])
  })

  it('tell how far they are when that is known', () => {
    expect(shareOf(job({}))).toBeUndefined()
    expect(shareOf(job({ done: 30, total: 120 }))).toBe(0.25)
    expect(shareOf(job(ended))).toBe(1)
  })

  it('have ended once they were seen open', () => {
    const now = [job({ id: 'a', ...ended }), job({ id: 'b', ...ended })]
    expect(endedSince([job({ id: 'a' })], now).map(({ id }) => id)).toEqual(['a'])
  })

  it('tell what was refused, and that their file is of that', () => {
    const problems = [{ id: 'a', code: 'invalid', title: 'No.' }]
    expect(problemsOf(job({ kind: 'bulk', result: { problems } }))).toEqual(problems)
    expect(problemsOf(job({ kind: 'export', result: { problems } }))).toEqual([])
    expect([fileKind(job({ kind: 'export' })), fileKind(job({ kind: 'bulk' }))]).toEqual([
      'download',
      'errors',
    ])
  })

  it('are undone once, when they have written something', () => {
    const done = job({ ...ended, counts: { created: 2 } })
    expect(canUndo(done, [done])).toBe(true)
    expect(canUndo(job({ ...ended, counts: { failed: 2 } }), [])).toBe(false)
    expect(canUndo({ ...done, result: { dry: true } }, [])).toBe(false)
    expect(canUndo({ ...done, kind: 'bulk', result: { action: 'share' } }, [])).toBe(false)
    expect(canUndo(done, [job({ id: '2', undoes: '1' })])).toBe(false)
    expect(canUndo(done, [job({ id: '2', undoes: '1', state: 'failed' })])).toBe(true)
  })
})
