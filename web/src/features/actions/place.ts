import type { RecordPlace } from '@/lib/record-place.ts'

/** The record that actions are done to, and what to do after them. */
export type ActionPlace = RecordPlace

/** What each dialog of an action gets. */
export interface ActionDialogProps {
  place: ActionPlace
  onClose: () => void
}
