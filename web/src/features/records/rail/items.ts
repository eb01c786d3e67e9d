import type { Entity, HistoryEntry, TimelineItem } from '@mortise/sdk'
import {
  Archive,
  ArchiveRestore,
  CircleCheck,
  ListChecks,
  type LucideIcon,
  Merge,
  MessageSquare,
  MessageSquareText,
  Paperclip,
  PencilLine,
  Plus,
  Share2,
  UserRoundPen,
} from 'lucide-react'
import { fieldOf } from '@/lib/definition.ts'
import { rightToUndo } from '@/lib/undo.ts'

/** The kinds that a timeline can be narrowed to, in the order of the menu. */
export const kinds = ['change', 'comment', 'task', 'file', 'share', 'record'] as const
export type Kind = (typeof kinds)[number]

const ofKind: { [kind: string]: LucideIcon } = {
  comment: MessageSquare,
  task: ListChecks,
  file: Paperclip,
  share: Share2,
  record: MessageSquareText,
}

const ofAction: { [action: string]: LucideIcon } = {
  create: Plus,
  update: PencilLine,
  archive: Archive,
  restore: ArchiveRestore,
  transfer: UserRoundPen,
  claim: UserRoundPen,
  release: UserRoundPen,
  assign: UserRoundPen,
  return: UserRoundPen,
  hand_over: UserRoundPen,
  share: Share2,
  unshare: Share2,
  merge: Merge,
  unmerge: Merge,
}

/** Whether the page has words of its own for what an entry did. */
export function isKnownAction(action: string): boolean {
  return action in ofAction
}

/** What stands before an item. */
export function iconOf(item: TimelineItem): LucideIcon {
  return ofKind[item.kind] ?? ofAction[item.change?.action ?? ''] ?? CircleCheck
}

/** A name of an item that is its own among all of a timeline. */
export function keyOf(item: TimelineItem): string {
  const { change, comment, file, share, record } = item
  const id = change?.seq ?? comment?.id ?? file?.id ?? share?.id ?? record?.values.id
  return `${item.kind}:${id ?? item.at}`
}

/** The changed fields of an entry that the reader may know; what was written again as it was is none. */
export function changesOf(entity: Entity, entry: HistoryEntry) {
  return (entry.fields ?? []).filter(
    ({ name, before, after }) =>
      fieldOf(entity, name) !== undefined &&
      (before === undefined || JSON.stringify(before) !== JSON.stringify(after)),
  )
}

/** Whether the caller may try to take an entry back. */
export function mayUndo(entry: HistoryEntry, may: (action: string) => boolean): boolean {
  const needed = rightToUndo(entry.action)
  return entry.seq !== undefined && needed !== undefined && may(needed)
}

/** Whether the record can be made as an entry left it: not from the newest. */
export function mayRevert(
  entry: HistoryEntry,
  version: number | undefined,
  may: (action: string) => boolean,
): boolean {
  return entry.version !== undefined && version !== undefined && entry.version < version && may('update')
}
