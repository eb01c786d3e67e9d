import { Client } from '@mortise/sdk'
import { currentLanguage } from '../i18n/index.ts'
import { currentPreview } from '../preview.ts'
import { currentZone } from '../zone.ts'
import { announceRevision } from './revision.ts'

const unauthorized = new Set<() => void>()

/** Calls back when the server says that the session is gone. */
export function onUnauthorized(listener: () => void): () => void {
  unauthorized.add(listener)
  return () => unauthorized.delete(listener)
}

/** The one client of the page. */
export const client = new Client({
  language: currentLanguage,
  zone: currentZone,
  preview: () => currentPreview()?.id,
  onRevision: announceRevision,
  onUnauthorized: () => {
    for (const listener of unauthorized) listener()
  },
})
