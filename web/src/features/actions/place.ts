import type { Entity, WireRecord } from '@mortise/sdk'

/** The record that actions are done to, and what to do after them. */
export interface ActionPlace {
  entity: Entity
  record: WireRecord
  name: string
  may: (action: string) => boolean
  refresh: () => Promise<void>
}

/** What each dialog of an action gets. */
export interface ActionDialogProps {
  place: ActionPlace
  onClose: () => void
}
