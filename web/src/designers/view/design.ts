import type { Entity, Field } from '@mortise/sdk'
import { createContext, useContext } from 'react'
import { focusWhenThere } from '@/lib/focusWhenThere.ts'
import { type Doc, isObject, listAt, textAt } from '../core/document.ts'
import type { Named } from '../core/useBench.ts'
import type { ViewEdits } from './useViewEdits.ts'

/** What of a view is selected; the view itself when no column is. */
export type Selected = { kind: 'view' } | { kind: 'column'; field: string }

/** The view that is designed, and what it is of. */
export interface ViewDesign {
  entityDoc: Doc
  /** The entity as lists know it. */
  entity: Entity
  /** The entity as it is published, as far as the designer may know it. */
  published: Entity | undefined
  /** The views of the entity as users see them. */
  views: readonly Named[]
  /** The name of the view; one that is not there yet gets it with the first change. */
  name: string
  view: Doc
  exists: boolean
  selected: Selected
  select: (selected: Selected) => void
  choose: (name: string) => void
  edits: ViewEdits
  /** What a field is called. */
  titleOf: (field: string) => string
  fieldOf: (field: string) => Field | undefined
}

/** The view that is designed. */
export const ViewDesignContext = createContext<ViewDesign | null>(null)

/** The view that is designed; only within its page. */
export function useViewDesign(): ViewDesign {
  const design = useContext(ViewDesignContext)
  if (!design) throw new Error('outside of the view designer')
  return design
}

/** Gives the focus to the head of a column, once it is drawn where it is now. */
export function focusColumn(field: string): void {
  const node = `[data-node="${CSS.escape(`column:${field}`)}"]`
  requestAnimationFrame(() => document.querySelector<HTMLElement>(node)?.focus())
}

const inputs = ':is(input, textarea, button, [contenteditable="true"])'

/** Gives the focus to the first input of a property of the view, as soon as it is there. */
export function focusProperty(member: string): void {
  requestAnimationFrame(() => {
    const panel = document.querySelector('.b-view-panel')
    if (panel) focusWhenThere(panel, `[data-member="${CSS.escape(member)}"] ${inputs}`)
  })
}

/** What a JSON pointer into a view leads to: a column, or a member of the view. */
export function selectedAt(view: Doc, pointer: string): { selected: Selected; member?: string } {
  const [, root, at] = pointer.split('/')
  const column = root === 'columns' ? listAt<unknown>(view, 'columns')[Number(at)] : undefined
  if (at !== undefined && isObject(column))
    return { selected: { kind: 'column', field: textAt(column, 'field') } }
  return { selected: { kind: 'view' }, member: root || undefined }
}
