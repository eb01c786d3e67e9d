import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dismissToast, holdToasts, showToast, toastStore } from './toast.ts'

const shown = () => toastStore.get().map(({ text }) => text)
const action = { label: 'Undo', perform: () => {} }

describe('messages', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    holdToasts(false)
    for (const { id } of toastStore.get()) dismissToast(id)
    vi.useRealTimers()
  })

  it('go after a while, those with something to press later', () => {
    showToast({ text: 'plain', tone: 'plain' })
    showToast({ text: 'undo', tone: 'plain', action })
    vi.advanceTimersByTime(5000)
    expect(shown()).toEqual(['undo'])
    vi.advanceTimersByTime(3000)
    expect(shown()).toEqual([])
  })

  it('stay while somebody is at them, and go on with what they had left', () => {
    showToast({ text: 'undo', tone: 'plain', action })
    vi.advanceTimersByTime(3000)
    holdToasts(true)
    vi.advanceTimersByTime(60_000)
    expect(shown()).toEqual(['undo'])
    holdToasts(false)
    vi.advanceTimersByTime(4999)
    expect(shown()).toEqual(['undo'])
    vi.advanceTimersByTime(1)
    expect(shown()).toEqual([])
  })

  it('stay for a glance after that at least', () => {
    showToast({ text: 'undo', tone: 'plain', action })
    vi.advanceTimersByTime(7999)
    holdToasts(true)
    holdToasts(false)
    vi.advanceTimersByTime(1999)
    expect(shown()).toEqual(['undo'])
    vi.advanceTimersByTime(1)
    expect(shown()).toEqual([])
  })

  it('that come while the clocks stand still have their whole time', () => {
    showToast({ text: 'first', tone: 'plain' })
    holdToasts(true)
    showToast({ text: 'second', tone: 'plain' })
    vi.advanceTimersByTime(60_000)
    expect(shown()).toEqual(['first', 'second'])
    holdToasts(false)
    vi.advanceTimersByTime(4999)
    expect(shown()).toEqual(['first', 'second'])
  })
})
