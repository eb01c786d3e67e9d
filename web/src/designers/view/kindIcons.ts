import { CalendarDays, FolderTree, Images, type LucideIcon, SquareKanban, Table2 } from 'lucide-react'
import type { ViewKind } from './kinds.ts'

/** The icons of the kinds. */
export const kindIcons: { readonly [kind in ViewKind]: LucideIcon } = {
  table: Table2,
  kanban: SquareKanban,
  calendar: CalendarDays,
  tree: FolderTree,
  gallery: Images,
}
