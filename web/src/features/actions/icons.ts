import {
  Archive,
  ArchiveRestore,
  Copy,
  Download,
  Hand,
  Link2,
  type LucideIcon,
  Merge,
  Printer,
  Share2,
  ShieldQuestionMark,
  Trash2,
  Undo2,
  UserRoundPen,
  UserRoundPlus,
} from 'lucide-react'
import type { ActionName } from './action-states.ts'

/** What stands before each action. */
export const icons: { [name in ActionName]: LucideIcon } = {
  claim: Hand,
  transfer: UserRoundPen,
  assign: UserRoundPlus,
  share: Share2,
  release: Undo2,
  merge: Merge,
  copy: Copy,
  print: Printer,
  export: Download,
  link: Link2,
  explain: ShieldQuestionMark,
  restore: ArchiveRestore,
  archive: Archive,
  purge: Trash2,
}
