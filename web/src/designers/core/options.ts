import type { Field } from '@mortise/sdk'
import { type Doc, listAt, textAt } from './document.ts'
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
