import type { Entity } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf, wireValue } from '@/lib/definition.ts'
import type { Wire } from './FormStore.ts'

/** How the values of an entity's fields are written for the server; its fields can become others meanwhile. */
export function wireOf(entity: () => Entity): Wire {
  return (name, value) => (typeOf(fieldOf(entity(), name)).wire ?? wireValue)(value)
}
