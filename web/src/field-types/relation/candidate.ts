import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { fieldOf, isEmptyValue, isRedacted, recordLabel } from '@/lib/definition.ts'
import type { Language } from '@/lib/i18n/index.ts'
import { typeOf } from '../registry.ts'

/** A record that a relation may point to. */
export interface Candidate {
  id: string
  label: string
  /** What tells it from others of the same name. */
  note?: string
}

/** Fields said of a candidate beside its label. */
const most = 2

/** Types that tell records apart best, then those that fit into a line. */
const telling = ['autonumber', 'phone', 'email', 'idcard']
const short = ['text', 'relation', 'user', 'department', 'choice', 'date', 'tags']

/** The fields that tell records of the same name apart: those of the usual list, the most telling first. */
export function noteFields(entity: Entity): Field[] {
  const view = entity.views?.find((one) => one.default) ?? entity.views?.[0]
  const names = view?.columns.map((column) => column.field) ?? entity.fields.map((field) => field.name)
  const fields = names
    .filter((name) => name !== entity.label)
    .map((name) => fieldOf(entity, name))
    .filter((field) => field !== undefined)
    .filter((field) => !field.system)
  const of = (types: string[]) => fields.filter((field) => types.includes(field.type))
  return [...of(telling), ...of(short)].slice(0, most)
}

/** A record as it is offered. */
export function candidateOf(
  entity: Entity | undefined,
  record: WireRecord,
  fields: Field[],
  language: Language,
): Candidate {
  const parts = fields
    .filter(({ name }) => !isEmptyValue(record[name]))
    .map((field) =>
      isRedacted(record, field.name)
        ? String(record[field.name])
        : typeOf(field).text(field, record[field.name], language),
    )
    .filter((part) => part !== '')
  const candidate = { id: record.id, label: recordLabel(entity, record) }
  return parts.length > 0 ? { ...candidate, note: parts.join(' · ') } : candidate
}

/** Types of labels that can begin with what was searched for. */
const texts = ['text', 'longtext', 'phone', 'email', 'url']

/** What the form of a new record begins with when a text was searched for in vain. */
export function labelPreset(entity: Entity, text: string): { [field: string]: unknown } {
  const label = fieldOf(entity, entity.label)
  const takes = label && texts.includes(label.type) && !label.readOnly && !label.computed
  return takes && text !== '' ? { [label.name]: text } : {}
}
