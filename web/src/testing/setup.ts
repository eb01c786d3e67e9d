import { afterAll, afterEach, vi } from 'vitest'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

// Nothing is laid out here, so no row would be in sight: the first ones are.
vi.mock('@tanstack/react-virtual', () => ({
  defaultRangeExtractor: () => [],
  useVirtualizer: ({ count, estimateSize }: { count: number; estimateSize: (index: number) => number }) => ({
    getVirtualItems: () =>
      Array.from({ length: Math.min(count, 30) }, (_, index) => ({
        index,
        start: index * estimateSize(index),
      })),
    getTotalSize: () => count * estimateSize(0),
    scrollToIndex: () => undefined,
  }),
}))

afterEach(() => {
  localStorage.clear()
})

// A page asks for its pieces when it needs them. What is still on its way when the last test of a file ends would
// arrive in an environment that is gone, which counts as an error of the whole run.
afterAll(() => vi.dynamicImportSettled())
