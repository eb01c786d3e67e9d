import { describe, expect, it } from 'vitest'
import { scopesOf } from './scopes.ts'
import { sectionOf } from './sections.ts'
import { browserName } from './useSessions.ts'

describe('the account', () => {
  it('asks for the scopes that were chosen and typed, each once, and for none when all are wanted', () => {
    expect(scopesOf(true, ['read'], 'x')).toBeUndefined()
    expect(scopesOf(false, ['read'], ' read:customer,export:customer  read')).toEqual([
      'read',
      'read:customer',
      'export:customer',
    ])
    expect(scopesOf(false, [], ' ')).toEqual([])
  })

  it('opens the first part for an address it does not know', () => {
    expect(sectionOf('tokens')).toBe('tokens')
    expect(sectionOf('elsewhere')).toBe('profile')
  })

  it('tells browsers apart', () => {
    const agent = (end: string) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${end}`
    expect(browserName(agent('Chrome/130.0 Safari/537.36 Edg/130.0'))).toBe('Edge · Windows')
    expect(browserName(agent('Chrome/130.0 Safari/537.36'))).toBe('Chrome · Windows')
    expect(
      browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1'),
    ).toBe('Safari · iOS')
    expect(browserName('curl/7.88.1')).toBe('curl/7.88.1')
  })
})
