/** A short message at the foot of the page, perhaps with one way back. */
export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'error'
  action?: { label: string; perform: () => void }
}

/** How long a message stays, in milliseconds: with something to press, and without. */
const times = { action: 8000, plain: 5000 }
/** How long it stays at least after one has looked at it. */
const glance = 2000

/** When a message goes; left is what it still had when the clocks were stopped. */
interface Clock {
  timer?: ReturnType<typeof setTimeout>
  ends: number
  left: number
}

let toasts: readonly Toast[] = []
let next = 1
let held = false
const clocks = new Map<number, Clock>()
const listeners = new Set<() => void>()

function change(list: readonly Toast[]): void {
  toasts = list
  for (const [id, { timer }] of clocks) {
    if (list.some((toast) => toast.id === id)) continue
    clearTimeout(timer)
    clocks.delete(id)
  }
  for (const listener of listeners) listener()
}

function start(id: number, left: number): void {
  const timer = held ? undefined : setTimeout(() => dismissToast(id), left)
  clocks.set(id, { timer, ends: Date.now() + left, left })
}

/** Shows a message for a while. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  const id = next++
  start(id, toast.action ? times.action : times.plain)
  change([...toasts.slice(-2), { ...toast, id }])
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

/** Stops the clocks of all messages while somebody is at one of them, or lets them go on. */
export function holdToasts(hold: boolean): void {
  if (hold === held) return
  held = hold
  for (const [id, clock] of [...clocks]) {
    clearTimeout(clock.timer)
    if (hold) clocks.set(id, { ends: clock.ends, left: clock.ends - Date.now() })
    else start(id, Math.max(clock.left, glance))
  }
}

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get: () => toasts,
}
