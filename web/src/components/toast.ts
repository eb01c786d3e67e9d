/** A short message at the foot of the page, perhaps with one way back. */
export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'error'
  action?: { label: string; perform: () => void }
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

function change(list: readonly Toast[]): void {
  toasts = list
  for (const listener of listeners) listener()
}

/** Shows a message for a while. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  const id = next++
  change([...toasts.slice(-2), { ...toast, id }])
  setTimeout(() => dismissToast(id), toast.action ? 8000 : 5000)
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get: () => toasts,
}
