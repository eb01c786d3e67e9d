import type { Entity } from '@mortise/sdk'
import { isEmptyValue } from '@/lib/definition.ts'
import type { FormStore } from '../form/FormStore.ts'

/** Most characters of an address that are spent on what was typed. */
const most = 1500
/** Types whose values stand in no address: they are secret, or leave the machine by themselves. */
const kept = ['secret', 'idcard', 'file', 'files', 'image', 'signature', 'table']

/** What was typed, for the form that opens elsewhere: as much as an address should hold. */
export function presetOf(entity: Entity, store: Pick<FormStore, 'field'>): { [field: string]: unknown } {
  const preset: { [field: string]: unknown } = {}
  let length = 0
  for (const field of entity.fields) {
    const { value, changed } = store.field(field.name)
    if (!changed || isEmptyValue(value) || kept.includes(field.type)) continue
    const size = JSON.stringify(value).length
    if (length + size > most) continue
    length += size
    preset[field.name] = value
  }
  return preset
}
