import type { Field } from '@mortise/sdk'
import { type Doc, listAt, newId, textAt, withMembers } from './document.ts'
import { newOptions } from './newEntity.ts'
import { titleIn } from './title.ts'

/** The options of a list that fields share, as inputs and filters know options. */
export function optionsOf(list: Doc, language: string): Field['options'] {
  return listAt<Doc>(list, 'options').map((option) => ({
    value: textAt(option, 'value'),
    title: titleIn(option.title, language) || textAt(option, 'value'),
    color: textAt(option, 'color') || undefined,
    archived: option.archived === true || undefined,
  }))
}

/** How a field spells the members of its own options, and how a list that fields share does. */
const spellings = [
  ['const', 'value'],
  ['x-color', 'color'],
  ['x-archived', 'archived'],
] as const

function spelt(option: Doc, from: 0 | 1, to: 0 | 1): Doc {
  const names = new Map<string, string>(spellings.map((pair) => [pair[from], pair[to]]))
  return Object.fromEntries(Object.entries(option).map(([name, value]) => [names.get(name) ?? name, value]))
}

/** The options of a list that fields share, spelt as a field spells its own. */
export function ownSpelling(list: Doc | undefined): readonly Doc[] {
  return listAt<Doc>(list, 'options').map((option) => spelt(option, 1, 0))
}

/** The list with other options, given as a field spells its own. Those that are the same stay as they are. */
export function withListOptions(list: Doc, change: (options: readonly Doc[]) => readonly Doc[]): Doc {
  const before = listAt<Doc>(list, 'options')
  const own = ownSpelling(list)
  const next = change(own).map((option) => before[own.indexOf(option)] ?? spelt(option, 0, 1))
  return withMembers(list, { options: next })
}

/** Options with one of them changed. */
export function withOption(
  options: readonly Doc[],
  value: string,
  members: { [member: string]: unknown },
): readonly Doc[] {
  return options.map((option) => (option.const === value ? withMembers(option, members) : option))
}

/** A list that many fields can share, of options as a field spells its own. */
export function newList(name: string, title: unknown, options: readonly Doc[]): Doc {
  return withListOptions({ name, 'x-id': newId(), title, options: [] }, () => options)
}

/** Copies of the options of a list for a field of its own: other options, with the same values. */
export function copiedOptions(list: Doc | undefined): readonly Doc[] {
  return ownSpelling(list).map((option) => withMembers(option, { 'x-id': newId(), 'x-former': undefined }))
}

/** A list of options of these titles. */
export function listOfTitles(name: string, title: string, titles: readonly string[]): Doc {
  return newList(name, title, newOptions(titles))
}
