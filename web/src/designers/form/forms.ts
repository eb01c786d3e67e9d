import { type Doc, type Key, keyOf, listAt, textAt, withMembers } from '../core/document.ts'
import { placed } from '../core/placed.ts'
import type { Named } from '../core/useBench.ts'

const orderOf = ({ doc }: Named) => (typeof doc.order === 'number' ? doc.order : 0)

/** The forms of an entity as they are tried: by order, then by name. */
export function sortedForms(forms: readonly Named[]): readonly Named[] {
  return [...forms].sort((one, other) => orderOf(one) - orderOf(other) || (one.name < other.name ? -1 : 1))
}

/** Whether a form is for everybody and every record. */
export function isForAll(doc: Doc): boolean {
  return listAt(doc, 'roles').length === 0 && textAt(doc, 'when') === ''
}

/** The form that is wanted, else the first that is for all; undefined when there is none. */
export function chosenForm(forms: readonly Named[], wanted: string | undefined): Named | undefined {
  return forms.find(({ name }) => name === wanted) ?? forms.find(({ doc }) => isForAll(doc)) ?? forms[0]
}

/** Whether nobody ever gets a form, as one before it is for all. */
export function isNeverUsed(forms: readonly Named[], name: string): boolean {
  const at = forms.findIndex((form) => form.name === name)
  return forms.slice(0, Math.max(0, at)).some(({ doc }) => isForAll(doc))
}

/** A copy of a form that is tried before all others: once it is given to some, they get it. */
export function copyOf(form: Doc, forms: readonly Named[], name: string, title: unknown): Doc {
  const first = Math.min(0, ...forms.map(orderOf)) - 1
  return withMembers(form, { name, title, order: first })
}

/** What changes when a form is tried at another place. */
export function reordered(forms: readonly Named[], from: number, to: number): { [key: Key]: Doc } {
  const changes: { [key: Key]: Doc } = {}
  for (const [order, { name, doc }] of placed(forms, from, to).entries())
    if (doc.order !== order) changes[keyOf('form', name)] = { ...doc, order }
  return changes
}
