import type { Entity, Job } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { mayUndoJob } from './undo.ts'

const entity = (...actions: string[]) => ({ name: 'deal', actions }) as unknown as Entity
const bulk = (action: string) => ({ kind: 'bulk', counts: { done: 3 }, result: { action } }) as unknown as Job
const imported = (counts: object) => ({ kind: 'import', counts }) as unknown as Job

describe('the way back of a job', () => {
  it('needs the history and the opposite action', () => {
    expect(mayUndoJob(bulk('update'), entity('update', 'bulk_edit', 'history'))).toBe(true)
    expect(mayUndoJob(bulk('update'), entity('update', 'bulk_edit'))).toBe(false)
    expect(mayUndoJob(bulk('archive'), entity('archive', 'bulk_archive', 'history'))).toBe(false)
    expect(mayUndoJob(bulk('archive'), entity('restore', 'bulk_archive', 'history'))).toBe(true)
    expect(mayUndoJob(bulk('assign'), entity('assign', 'bulk_edit', 'history'))).toBe(false)
    expect(mayUndoJob(bulk('update'), entity('update', 'history'))).toBe(false)
    expect(mayUndoJob(bulk('share'), entity('share', 'bulk_edit', 'history'))).toBe(false)
    expect(mayUndoJob(bulk('update'), undefined)).toBe(false)
  })

  it('of an import needs what ends and what changes records', () => {
    expect(mayUndoJob(imported({ created: 2 }), entity('import', 'create'))).toBe(false)
    expect(mayUndoJob(imported({ created: 2 }), entity('archive'))).toBe(true)
    expect(mayUndoJob(imported({ updated: 2 }), entity('archive'))).toBe(false)
    expect(mayUndoJob(imported({ created: 2, updated: 1 }), entity('purge', 'update'))).toBe(true)
  })
})
