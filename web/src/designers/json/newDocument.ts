import { type Doc, newId } from '../core/document.ts'
import { newOptions } from '../core/newEntity.ts'
import type { Named } from '../core/useBench.ts'

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

/** A menu of everything that there is, for one to take out what is not wanted. */
export function newMenu(name: string, title: string, entities: readonly Named[]): Doc {
  return {
    name,
    title,
    items: entities
      .filter(({ doc }) => doc['x-package'] !== 'core' && doc['x-menu'] !== false)
      .map((entity) => ({ 'x-id': newId(), entity: entity.name })),
  }
}
