import { textAt } from './document.ts'
import { fieldsOf } from './entity.ts'
import type { Named } from './useBench.ts'

/** A field that takes its options from a list. */
export interface Sharer {
  entity: Named
  field: string
}

/** The fields of all entities that take their options from a list. */
export function sharersOf(list: string, entities: readonly Named[]): readonly Sharer[] {
  return entities.flatMap((entity) =>
    fieldsOf(entity.doc)
      .filter(({ doc }) => textAt(doc, 'x-choices') === list)
      .map(({ name }) => ({ entity, field: name })),
  )
}
