import type { Inferred, InferredField } from '@mortise/sdk'
import type { Chosen } from '@/features/import/kept.ts'
import { type Doc, newId, withMembers } from '../core/document.ts'
import { withNewField, withRequired } from '../core/entity.ts'
import { newEntity } from '../core/newEntity.ts'

/** A column that becomes a field, as it was chosen. */
export interface ChosenColumn {
  field: InferredField
  taken: boolean
  title: string
  type: string
}

/** The columns of a file as they are offered: all of them, of the types that they seem to be. */
export function columnsOf(inferred: Inferred): ChosenColumn[] {
  return inferred.fields.map((field) => ({ field, taken: true, title: field.title, type: field.type }))
}

/** The entity that a file becomes. */
export function entityOf(name: string, title: string, columns: readonly ChosenColumn[]): Doc {
  let entity = newEntity(name, title)
  for (const { field, type, title: called } of columns.filter(({ taken }) => taken)) {
    const keywords = type === field.type ? field.properties : (field.others?.[type] ?? {})
    entity = withNewField(entity, field.name, {
      'x-field': type,
      'x-id': newId(),
      title: called.trim() || field.title,
      ...keywords,
    })
    if (field.required) entity = withRequired(entity, field.name, true)
  }
  const first = columns.find(({ taken, type }) => taken && type === 'text')
  return withMembers(entity, { 'x-label': first?.field.name })
}

/** How the file is imported into that entity. */
export function chosenOf(
  inferred: Inferred,
  sheet: string | undefined,
  columns: readonly ChosenColumn[],
): Chosen {
  const formats: { [header: string]: string } = {}
  const map: { [header: string]: string } = {}
  for (const { field, taken, type } of columns) {
    map[field.header] = taken ? field.name : ''
    const format = type === field.type ? field.format : field.formats?.[type]
    if (taken && format) formats[field.header] = format
  }
  const { encoding, delimiter, header } = inferred
  return {
    reading: { sheet, encoding, delimiter, header },
    plan: { map, formats, values: {}, mode: 'create', key: [], clear: false },
  }
}
