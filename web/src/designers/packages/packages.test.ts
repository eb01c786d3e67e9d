import { describe, expect, it } from 'vitest'
import { archiveOf, listPackages } from './packages.ts'

describe('packages', () => {
  it('are listed once, installed ones first, with the version that comes with the product', () => {
    const list = listPackages({
      data: [
        { name: 'school', version: '1.0.0', title: 'School' },
        { name: 'own', version: '0.1.0' },
      ],
      available: [
        { name: 'alpha', version: '2.0.0' },
        { name: 'school', version: '1.1.0', title: 'School' },
      ],
    })
    expect(list.map(({ name, installed, available }) => [name, installed, available])).toEqual([
      ['own', '0.1.0', undefined],
      ['school', '1.0.0', '1.1.0'],
      ['alpha', undefined, '2.0.0'],
    ])
  })

  it('are sent in base64 whatever bytes they have', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256)
    const text = await archiveOf(new File([bytes], 'a.zip'))
    expect(Uint8Array.from(atob(text), (char) => char.charCodeAt(0))).toEqual(bytes)
  })
})
