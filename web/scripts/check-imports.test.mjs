import { describe, expect, it } from 'vitest'
import { breach, importsOf } from './check-imports.mjs'

describe('import directions', () => {
  it.each([
    ['app/router.tsx', 'features/views/index.tsx'],
    ['features/views/Grid.tsx', 'features/views/useList.ts'],
    ['features/views/Grid.tsx', 'field-types/registry.ts'],
    ['field-types/text/Input.tsx', 'lib/format.ts'],
    ['features/views/Grid.test.tsx', 'testing/renderApp.tsx'],
  ])('lets %s import %s', (from, to) => {
    expect(breach(from, to)).toBeNull()
  })

  it.each([
    ['lib/format.ts', 'components/Mark.tsx'],
    ['components/Mark.tsx', 'field-types/registry.ts'],
    ['field-types/Value.tsx', 'features/views/index.tsx'],
    ['features/views/Grid.tsx', 'features/records/index.tsx'],
    ['features/views/Grid.tsx', 'app/router.tsx'],
    ['features/views/Grid.tsx', 'testing/renderApp.tsx'],
  ])('stops %s importing %s', (from, to) => {
    expect(breach(from, to)).not.toBeNull()
  })

  it('finds static, dynamic and bare imports', () => {
    expect(
      importsOf("import { a } from './a.ts'\nimport './b.css'\nconst c = () => import('@/c.ts')"),
    ).toEqual(['./a.ts', './b.css', '@/c.ts'])
  })
})
