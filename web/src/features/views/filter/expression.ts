import type { Entity, Field } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { relatedId } from '@/lib/definition.ts'
import { type Condition, completeOnly, type FilterNode, type Group } from './filter.ts'
import { conditionField, type KnownEntities } from './places.ts'
import { spanExpression, spanOf } from './spans.ts'

/** A text as expressions write it. */
export function quoteText(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`
}

function literal(field: Field, value: unknown): string {
  if (typeOf(field).literal === 'number' && typeof value === 'number') return String(value)
  return quoteText(relatedId(value) ?? String(value))
}

function list(field: Field, value: unknown): string {
  const values = Array.isArray(value) ? value : [value]
  return `[${values.map((part) => literal(field, part)).join(', ')}]`
}

function anyOf(field: Field, name: string, value: unknown): string {
  const values = Array.isArray(value) ? value : [value]
  return `(${values.map((part) => `${literal(field, part)} in ${name}`).join(' || ')})`
}

function compare(field: Field, name: string, { operator, value }: Condition): string {
  switch (operator) {
    case 'eq':
      return `${name} == ${literal(field, value)}`
    case 'neq':
      return `!(${name} == ${literal(field, value)})`
    case 'lt':
      return `${name} < ${literal(field, value)}`
    case 'lte':
      return `${name} <= ${literal(field, value)}`
    case 'gt':
      return `${name} > ${literal(field, value)}`
    case 'gte':
      return `${name} >= ${literal(field, value)}`
    case 'contains':
      return `${name} contains ${literal(field, value)}`
    case 'ncontains':
      return `!(${name} contains ${literal(field, value)})`
    case 'starts':
      return `${name} startsWith ${literal(field, value)}`
    case 'between': {
      const [from, to] = value as unknown[]
      return `(${name} >= ${literal(field, from)} && ${name} <= ${literal(field, to)})`
    }
    case 'within':
      return `${name} in ${spanExpression(spanOf(value) ?? { name: 'today' })}`
    case 'in':
      return `${name} in ${list(field, value)}`
    case 'nin':
      return `!(${name} in ${list(field, value)})`
    case 'has':
      return anyOf(field, name, value)
    case 'nhas':
      return `!${anyOf(field, name, value)}`
    case 'me':
      return typeOf(field).many ? `me in ${name}` : `${name} == me`
    case 'true':
      return `${name} == true`
    case 'false':
      return `${name} == false`
    case 'empty':
      return `${name} == nil`
    case 'nempty':
      return `${name} != nil`
  }
}

const gathered = { some: 'any', every: 'all', none: 'none' } as const

function condition(entity: Entity, child: Condition, description: KnownEntities | undefined): string | null {
  const field = conditionField(description, entity, child)
  if (!field) return null
  if (!child.via) return compare(field, child.field, child)
  return `${gathered[child.quantifier ?? 'some']}(${child.via}, ${compare(field, `.${child.field}`, child)})`
}

function node(entity: Entity, child: FilterNode, description: KnownEntities | undefined): string | null {
  if (child.kind === 'condition') return condition(entity, child, description)
  const parts = child.children.map((part) => node(entity, part, description)).filter((part) => part !== null)
  if (parts.length === 0) return null
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(child.all ? ' && ' : ' || ')})`
}

/** A filter as an expression; undefined when it lets everything through. */
export function filterExpression(
  entity: Entity,
  filter: Group,
  description?: KnownEntities,
): string | undefined {
  return node(entity, completeOnly(filter), description) ?? undefined
}

/** Both expressions at once. */
export function bothExpressions(first: string | undefined, second: string | undefined): string | undefined {
  if (!first || !second) return first || second
  return `(${first}) && (${second})`
}
