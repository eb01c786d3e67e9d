/** What is likely to be asked for next and is not part of the first page, in this order. */
const parts: (() => Promise<unknown>)[] = [
  () => import('./shell/PaletteHost.tsx'),
  () => import('./routes/ListRoute.tsx'),
  () => import('./routes/RecordRoute.tsx'),
  () => import('@/lib/ant/Input.ts'),
  () => import('@/lib/ant/Select.ts'),
  () => import('@/features/views/index.tsx').then(({ prefetch }) => prefetch()),
  () => import('./routes/CreateRoute.tsx'),
  () => import('@/lib/ant/InputNumber.ts'),
  () => import('@/lib/ant/DatePicker.ts'),
  () => import('./shell/HelpHost.tsx'),
  () => import('./routes/HomeRoute.tsx'),
]

const settled = 3000

function saving(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  return connection?.saveData ?? false
}

/** Waits until the browser has nothing better to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })
}

/** Brings the parts one after the other while the page rests. Gives the way to stop. */
export function prefetchParts(list = parts): () => void {
  let going = !saving()
  const timer = setTimeout(async () => {
    for (const part of list) {
      await idle()
      if (!going) return
      // It is asked for again when it is needed: that one may fail aloud.
      await part().catch(() => undefined)
    }
  }, settled)
  return () => {
    going = false
    clearTimeout(timer)
  }
}
