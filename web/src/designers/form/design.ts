import { createContext, useContext } from 'react'
import type { Doc } from '../core/document.ts'
import { type FieldDoc, fieldsOf } from '../core/entity.ts'
import { fieldNames, sectionsOf } from './commands.ts'
import type { FormEdits } from './useFormEdits.ts'

/** What of a form is selected; the form itself when nothing in it is. */
export type Selected =
  | { kind: 'form' }
  | { kind: 'field'; name: string }
  | { kind: 'section'; at: number }
  | { kind: 'tab'; at: number }

/** The form that is designed, and how it is drawn. */
export interface FormDesign {
  entity: string
  entityDoc: Doc
  /** The name of the form; one that is not there yet gets it with the first change. */
  name: string
  form: Doc
  exists: boolean
  selected: Selected
  select: (selected: Selected) => void
  /** The tab that is shown. */
  tab: number
  edits: FormEdits
  /** What a field is called. */
  titleOf: (field: string) => string
  /** What a section is called, also one without a title. */
  sectionTitle: (at: number) => string
  /** What a tab is called, also the one without a title. */
  tabTitle: (at: number) => string
  /** In so many columns a section is drawn here. */
  columnsOf: (section: Doc) => number
  isWide: (field: string) => boolean
  /** The fields that a mask shows to some only in part. */
  masked: ReadonlySet<string>
  /** A condition in words; undefined for one that can only be written. */
  conditionWords: (code: string) => string | undefined
}

/** The form that is designed. */
export const FormDesignContext = createContext<FormDesign | null>(null)

/** The form that is designed; only within its page. */
export function useFormDesign(): FormDesign {
  const design = useContext(FormDesignContext)
  if (!design) throw new Error('outside of the form designer')
  return design
}

/** The id of a node of the canvas: arrows walk these, and the focus follows what is moved. */
export function nodeId(selected: Selected): string {
  switch (selected.kind) {
    case 'field':
      return `field:${selected.name}`
    case 'section':
    case 'tab':
      return `${selected.kind}:${selected.at}`
    default:
      return 'form'
  }
}

/** Gives the focus to a node, once it is drawn where it is now. */
export function focusNode(selected: Selected): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-node="${CSS.escape(nodeId(selected))}"]`)?.focus(),
  )
}

/** What a JSON pointer into a form leads to. */
export function selectedAt(form: Doc, pointer: string): Selected {
  const [, root, section, member, field] = pointer.split('/')
  const found = sectionsOf(form)[Number(section)]
  if (root !== 'sections' || !found) return { kind: 'form' }
  const name = member === 'fields' ? fieldNames(found)[Number(field)] : undefined
  return name ? { kind: 'field', name } : { kind: 'section', at: Number(section) }
}

/** The fields of an entity that a form does not draw. */
export function unusedFields(design: FormDesign): readonly FieldDoc[] {
  const drawn = new Set(sectionsOf(design.form).flatMap(fieldNames))
  return fieldsOf(design.entityDoc).filter(({ name }) => !drawn.has(name))
}
