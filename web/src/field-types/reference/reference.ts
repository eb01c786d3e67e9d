import type { Field } from '@mortise/sdk'

/** What a reference names: an entity and, once chosen, a record of it. */
export interface Named {
  entity: string
  id: string
}

/** Reads "entity/id"; null when there is nothing to read. */
export function parseReference(value: unknown): Named | null {
  const [entity = '', id = ''] = typeof value === 'string' ? value.split('/') : []
  return entity === '' ? null : { entity, id }
}

/** The field that the reference would be if it named records of one entity only. */
export function relationTo(field: Field, entity: string): Field {
  return { ...field, type: 'relation', entity }
}
