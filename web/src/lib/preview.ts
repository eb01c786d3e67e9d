import { useSyncExternalStore } from 'react'

/** A draft that this window shows instead of what is published, through the eyes of a role where one is named. */
export interface Preview {
  id: string
  as: string
}

const key = 'mortise.preview'
const listeners = new Set<() => void>()
let now: Preview | undefined

function kept(): Preview | undefined {
  try {
    const text = sessionStorage.getItem(key)
    return text ? (JSON.parse(text) as Preview) : undefined
  } catch {
    return undefined
  }
}

function keep(preview: Preview | undefined): void {
  now = preview
  try {
    if (preview) sessionStorage.setItem(key, JSON.stringify(preview))
    else sessionStorage.removeItem(key)
  } catch {
    // A window that may keep nothing previews until it is loaded anew.
  }
  for (const listener of listeners) listener()
}

/** Takes up the preview that the address names, and takes it out of the address; else that of this window. */
export function startPreview(): void {
  const address = new URL(window.location.href)
  const id = address.searchParams.get('preview')
  now = kept()
  if (!id) return
  keep({ id, as: address.searchParams.get('preview_as') ?? '' })
  address.searchParams.delete('preview')
  address.searchParams.delete('preview_as')
  window.history.replaceState(window.history.state, '', address)
}

/** The preview that this window shows. */
export function currentPreview(): Preview | undefined {
  return now
}

/** The preview that this window shows. */
export function usePreview(): Preview | undefined {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentPreview)
}

/** Shows what is published again. */
export function leavePreview(): void {
  keep(undefined)
}
