import { type Doc, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import type { Named } from '../core/useBench.ts'

/** A field as it stands in the diagram. */
export interface DrawnField {
  name: string
  title: string
  type: string
}

/** An entity of the diagram. */
export interface DrawnEntity {
  name: string
  title: string
  icon: string
  color: string
  /** The first fields; how many there are more. */
  fields: readonly DrawnField[]
  more: number
}

/** A field of one entity that leads to records of another. */
export interface DrawnRelation {
  /** "order.buyer" */
  id: string
  from: string
  field: string
  to: string
  title: string
  /** It leads to many. */
  many: boolean
}

/** Entities and how they are related. */
export interface Graph {
  entities: readonly DrawnEntity[]
  relations: readonly DrawnRelation[]
}

/** Fields of an entity that are listed in the diagram. */
const shown = 7

/** Types of fields that lead to another entity, with that entity where the type says it. */
const leading: { [type: string]: string } = {
  relation: '',
  relations: '',
  table: '',
  user: 'user',
  users: 'user',
  department: 'department',
}

/** Whether an entity comes with the product. */
export function isCore({ doc }: Named): boolean {
  return textAt(doc, 'x-package') === 'core'
}

function targetOf(field: Doc): string | undefined {
  const target = leading[textAt(field, 'x-field')]
  return target === '' ? textAt(field, 'x-entity') || undefined : target
}

/**
 * The diagram of some entities. Where many are drawn their fields are left out; relations to entities that
 * are not drawn are left out, too.
 */
export function graphOf(entities: readonly Named[], language: string, brief: boolean): Graph {
  const drawn = new Set(entities.map(({ name }) => name))
  const titleOf = (doc: Doc, name: string) => titleIn(doc.title, language) || name
  return {
    entities: entities.map(({ name, doc }) => {
      const fields = fieldsOf(doc)
      return {
        name,
        title: titleOf(doc, name),
        icon: textAt(doc, 'x-icon'),
        color: textAt(doc, 'x-color'),
        fields: (brief ? [] : fields.slice(0, shown)).map((field) => ({
          name: field.name,
          title: titleOf(field.doc, field.name),
          type: textAt(field.doc, 'x-field'),
        })),
        more: brief ? 0 : Math.max(0, fields.length - shown),
      }
    }),
    relations: entities.flatMap(({ name, doc }) =>
      fieldsOf(doc).flatMap((field): DrawnRelation[] => {
        const to = targetOf(field.doc)
        if (to === undefined || !drawn.has(to)) return []
        return [
          {
            id: `${name}.${field.name}`,
            from: name,
            field: field.name,
            to,
            title: titleOf(field.doc, field.name),
            many: ['relations', 'users', 'table'].includes(textAt(field.doc, 'x-field')),
          },
        ]
      }),
    ),
  }
}

/** The entities that one is related to, itself among them. */
export function around(graph: Graph, name: string): ReadonlySet<string> {
  const near = graph.relations.filter(({ from, to }) => from === name || to === name)
  return new Set([name, ...near.flatMap(({ from, to }) => [from, to])])
}
