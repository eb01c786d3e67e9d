import { describe, expect, it } from 'vitest'
import { commentOf } from './comment.ts'

const t = (key: string, { packages }: { packages: string }) => `${key}(${packages})`

describe('what a revision was published for', () => {
  it('is said in words where the server did it', () => {
    expect(commentOf('install core 1.2.0', t)).toBe('design.history.done.install(core 1.2.0)')
    expect(commentOf('install core 1.2.0 school 2.0.0-beta.1', t)).toBe(
      'design.history.done.install(core 1.2.0 school 2.0.0-beta.1)',
    )
    expect(commentOf('apply', t)).toBe('design.history.done.apply()')
  })
  it('is left as its author wrote it', () => {
    for (const own of ['', 'install the new form', 'apply the rules of autumn', 'Install core 1.2.0 again'])
      expect(commentOf(own, t)).toBe(own)
  })
})
