import type { DraftName } from '@mortise/sdk'
import { loadPreference, savePreference } from '@/lib/storage.ts'

/** Which draft this browser works on: that of all designers, unless one chose one's own. */
export function keptDraft(): DraftName {
  return loadPreference('draft') === 'own' ? 'own' : 'shared'
}

/** Keeps the choice in this browser. */
export function keepDraft(draft: DraftName): void {
  savePreference('draft', draft)
}
