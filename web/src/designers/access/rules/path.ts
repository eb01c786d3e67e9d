import { type Doc, textAt } from '../../core/document.ts'
import { fieldDoc, fieldsOf } from '../../core/entity.ts'

/** A step of a path of relations, and the entity that it leads to. */
export interface PathStep {
  step: string
  to: string
  /** The entity that the field is of, and the field. */
  of: string
  field: string
}

const leading = ['relation', 'relations', 'table', 'user', 'users', 'department']

/** Where a relation field leads. */
function targetOf(field: Doc): string {
  const type = textAt(field, 'x-field')
  if (type === 'user' || type === 'users') return 'user'
  if (type === 'department') return 'department'
  return textAt(field, 'x-entity')
}

/** The steps that lead on from an entity: its relation fields, and the fields of others that lead to it. */
export function stepsFrom(entities: readonly Doc[], entity: string): readonly PathStep[] {
  const own: PathStep[] = []
  const reverse: PathStep[] = []
  for (const doc of entities) {
    const of = textAt(doc, 'name')
    for (const { name: field, doc: its } of fieldsOf(doc)) {
      if (!leading.includes(textAt(its, 'x-field'))) continue
      const to = targetOf(its)
      if (of === entity && to !== '') own.push({ step: field, to, of, field })
      if (to === entity) reverse.push({ step: `${of}.${field}`, to: of, of, field })
    }
  }
  return [...own, ...reverse]
}

/** The entities that a path passes: the first, then one for each step that is known. */
export function entitiesOn(
  entities: readonly Doc[],
  entity: string,
  path: readonly string[],
): readonly string[] {
  const passed = [entity]
  for (const step of path) {
    const next = stepsFrom(entities, passed.at(-1) ?? '').find((one) => one.step === step)
    if (!next) break
    passed.push(next.to)
  }
  return passed
}

/** The path with a step at a place; what came after it led on from elsewhere. */
export function withStep(path: readonly string[], at: number, step: string | undefined): readonly string[] {
  return step === undefined ? path.slice(0, at) : [...path.slice(0, at), step]
}

/** Where records show that somebody worked on them: their own dates and times, and records that lead to them. */
export function activitiesOf(entities: readonly Doc[], entity: string): readonly string[] {
  const own = entities.find((doc) => textAt(doc, 'name') === entity)
  const dates = fieldsOf(own)
    .filter(({ doc }) => textAt(doc, 'x-field') === 'datetime')
    .map(({ name }) => name)
  const one = (of: string, field: string) => {
    const doc = entities.find((each) => textAt(each, 'name') === of)
    return ['relation', 'user', 'department'].includes(textAt(fieldDoc(doc, field), 'x-field'))
  }
  const leads = stepsFrom(entities, entity)
    .filter(({ step, of, field }) => step.includes('.') && one(of, field))
    .map(({ step }) => step)
  return [...dates, 'updated_at', ...leads]
}
