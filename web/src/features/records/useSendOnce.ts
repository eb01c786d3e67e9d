import { Problem } from '@mortise/sdk'
import { useRef } from 'react'

/**
 * Gives the key of a write, so that saving again after the connection was lost does it once: the same key for
 * the same values until the server has answered.
 */
export function useSendOnce() {
  const sent = useRef<{ what: string; key: string }>(undefined)
  return {
    keyOf: (what: unknown): string => {
      const text = JSON.stringify(what)
      if (sent.current?.what !== text) sent.current = { what: text, key: newKey() }
      return sent.current.key
    },
    /** The server has answered, with success or a refusal. */
    settle: (error: Error | null) => {
      const open = error instanceof Problem && (error.status === 0 || error.status >= 500)
      if (!open) sent.current = undefined
    },
  }
}

/** Random; randomUUID is there on encrypted pages only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
