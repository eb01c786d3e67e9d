import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchMedia } from './media.ts'

/** A query that behaves as those of Chromium: to read it after a change takes the event away. */
function fakeQuery() {
  let told = false
  let holds = false
  let hear: (event: { matches: boolean }) => void = () => undefined
  return {
    get matches() {
      told = holds
      return holds
    },
    addEventListener: (_: string, listener: typeof hear) => {
      hear = listener
    },
    change: (next: boolean) => {
      holds = next
    },
    frame: () => {
      if (told === holds) return
      told = holds
      hear({ matches: holds })
    },
  }
}

describe('a media query', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('tells a change although somebody asked before the event', () => {
    const query = fakeQuery()
    vi.stubGlobal('window', { matchMedia: () => query })
    const media = watchMedia('(prefers-color-scheme: dark)')
    const heard = vi.fn()
    const end = media.subscribe(heard)
    query.change(true)
    expect(media.matches()).toBe(false)
    query.frame()
    expect(media.matches()).toBe(true)
    expect(heard).toHaveBeenCalledTimes(1)
    end()
    query.change(false)
    query.frame()
    expect(heard).toHaveBeenCalledTimes(1)
  })
})
