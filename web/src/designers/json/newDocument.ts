import { type Doc, newId } from '../core/document.ts'
import { newOptions } from '../core/newEntity.ts'

/** An option list that many fields can share. */
export function newChoices(name: string, title: string, options: readonly string[]): Doc {
  return {
    name,
    'x-id': newId(),
    title,
    options: newOptions(options).map(({ const: value, title: called, 'x-id': id, 'x-color': color }) => ({
      'x-id': id,
      value,
      title: called,
      color,
    })),
  }
}
