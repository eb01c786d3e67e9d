import { type SyntheticEvent, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

let open: readonly HTMLDialogElement[] = []
const listeners = new Set<() => void>()

function change(next: readonly HTMLDialogElement[]): void {
  open = next
  for (const listener of listeners) listener()
}

/** Opens a dialog over the page while it is drawn; the browser keeps focus inside and gives it back. */
export function useModal() {
  const element = useRef<HTMLDialogElement>(null)
  // The focus goes back only from a dialog that is closed while it is still on the page.
  useLayoutEffect(() => {
    const dialog = element.current
    if (!dialog) return
    if (!dialog.open) {
      dialog.showModal()
      // What is to be filled in comes before the sign that closes it.
      dialog.querySelector<HTMLElement>('[data-first]')?.focus()
    }
    change([...open, dialog])
    return () => {
      change(open.filter((one) => one !== dialog))
      dialog.close()
    }
  }, [])
  return element
}

/**
 * Closes a dialog by Escape. A dialog within it that is cancelled, or the choice of a file, reaches it as
 * the same event, and leaves it open.
 */
export function whenCancelled(onClose: () => void): (event: SyntheticEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    onClose()
  }
}

const store = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get: () => open.at(-1),
}

/** The dialog that lies over everything, if there is one: only what is in it can be seen and pressed. */
export function useTopModal(): HTMLDialogElement | undefined {
  return useSyncExternalStore(store.subscribe, store.get)
}
