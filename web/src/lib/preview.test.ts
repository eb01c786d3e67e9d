import { afterEach, describe, expect, it } from 'vitest'
import { currentPreview, leavePreview, startPreview } from './preview.ts'

afterEach(() => {
  leavePreview()
  window.history.replaceState(null, '', '/')
})

describe('a window that shows a draft', () => {
  it('takes the preview out of the address and keeps it', () => {
    window.history.replaceState(null, '', '/e/lead?view=mine&preview=p1&preview_as=Sales%20rep')
    startPreview()
    expect(currentPreview()).toEqual({ id: 'p1', as: 'Sales rep' })
    expect(window.location.search).toBe('?view=mine')
    startPreview()
    expect(currentPreview()).toEqual({ id: 'p1', as: 'Sales rep' })
  })

  it('shows what is published once it is left', () => {
    window.history.replaceState(null, '', '/?preview=p1')
    startPreview()
    leavePreview()
    startPreview()
    expect(currentPreview()).toBeUndefined()
  })
})
