import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { prefetchParts } from './prefetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the parts that are brought at rest', () => {
  it('come in their order, whatever becomes of one', async () => {
    const seen: string[] = []
    prefetchParts([
      async () => seen.push('one'),
      () => {
        seen.push('two')
        return Promise.reject(new Error('away'))
      },
      async () => seen.push('three'),
    ])
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(5000)
    expect(seen).toEqual(['one', 'two', 'three'])
  })

  it('come no more once it is stopped', async () => {
    const seen: string[] = []
    const stop = prefetchParts([
      async () => {
        seen.push('one')
        stop()
      },
      async () => seen.push('two'),
    ])
    await vi.advanceTimersByTimeAsync(5000)
    expect(seen).toEqual(['one'])
  })

  it('stay away from who saves data', async () => {
    const connection = vi.fn(() => ({ saveData: true }))
    Object.defineProperty(navigator, 'connection', { get: connection, configurable: true })
    const part = vi.fn(async () => undefined)
    prefetchParts([part])
    await vi.advanceTimersByTimeAsync(5000)
    Reflect.deleteProperty(navigator, 'connection')
    expect(part).not.toHaveBeenCalled()
  })
})
