import { beforeEach, describe, expect, it, vi } from 'vitest'

const kept = () => JSON.parse(localStorage.getItem('mortise.tour') ?? 'null')

describe('how far one has come on the tour', () => {
  beforeEach(() => vi.resetModules())

  it('begins, is stopped, goes on, and is kept', async () => {
    const { currentTour, keepTour, startTour, stopTour } = await import('./tour.ts')
    expect(currentTour()).toBeUndefined()
    startTour()
    keepTour({ state: 'running', step: 4, entity: 'visit' })
    stopTour()
    expect(kept()).toEqual({ state: 'stopped', step: 4, entity: 'visit' })
    startTour()
    expect(currentTour()).toEqual({ state: 'running', step: 4, entity: 'visit' })
    keepTour({ state: 'taken', step: 0, entity: 'visit' })
    startTour()
    expect(currentTour()).toEqual({ state: 'running', step: 0 })
  })

  it('is declined by who never began, or gives up going on', async () => {
    const { currentTour, stopTour } = await import('./tour.ts')
    stopTour()
    expect(currentTour()?.state).toBe('declined')
  })

  it('passes over what is kept wrongly', async () => {
    localStorage.setItem('mortise.tour', '{"state":"flying","step":"x"}')
    const { currentTour } = await import('./tour.ts')
    expect(currentTour()).toBeUndefined()
  })
})
