import { type Doc, textAt, withMembers } from '../core/document.ts'
import { sectionsOf } from './commands.ts'

/**
 * The form with an id at each section that has none. Two who change a form at once merge by these ids: those
 * of sections that were there before are derived, so that both give the same one.
 */
export function identified(form: Doc, id: (at: number) => string): Doc {
  const sections = sectionsOf(form)
  if (sections.every((section) => textAt(section, 'x-id') !== '')) return form
  return withMembers(form, {
    sections: sections.map((section, at) =>
      textAt(section, 'x-id') === '' ? { 'x-id': id(at), ...section } : section,
    ),
  })
}

/** An id that follows from a text: the same text always gives the same one. */
export function derivedId(text: string): string {
  let [one, other] = [0x811c9dc5, 0x9747b28c]
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    one = Math.imul(one ^ code, 0x01000193) >>> 0
    other = Math.imul(other + code, 0x5bd1e995) >>> 0
  }
  return `${one.toString(36).padStart(7, '0')}${other.toString(36).padStart(7, '0')}`.slice(0, 10)
}
