import type { Entity, Field } from '@mortise/sdk'
import type { OperatorId } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import {
  type Condition,
  emptyFilter,
  type FilterNode,
  type Group,
  isComplete,
  type Quantifier,
} from './filter.ts'
import { conditionField, type KnownEntities } from './places.ts'
import { spanOf } from './spans.ts'
import { type Comparison, type Syntax, syntaxOf } from './syntax.ts'

/** What a condition says, before it is known whether its field can be asked so. */
type Said = Pick<Condition, 'field' | 'operator' | 'value'>

/**
 * The filter that an expression says, the reverse of filterExpression; undefined when a filter cannot say
 * it. An empty text is the empty filter.
 */
export function readFilter(entity: Entity, source: string, description?: KnownEntities): Group | undefined {
  if (source.trim() === '') return emptyFilter
  const syntax = syntaxOf(source)
  const node = syntax && nodeOf(entity, description, syntax)
  if (!node) return undefined
  return node.kind === 'group' ? node : { ...emptyFilter, children: [node] }
}

function nodeOf(
  entity: Entity,
  description: KnownEntities | undefined,
  syntax: Syntax,
): FilterNode | undefined {
  const field = (place: Pick<Condition, 'field' | 'via'>) => conditionField(description, entity, place)
  const many = viaSaid(syntax)
  if (many) return fitting(many, field(many))
  const said = saidBy(syntax, (path) => field({ field: path }))
  const fit = said && fitting({ kind: 'condition', ...said }, field(said))
  if (fit) return fit
  if (syntax.kind !== 'and' && syntax.kind !== 'or') return undefined
  const children = syntax.parts.map((part) => nodeOf(entity, description, part))
  if (children.includes(undefined)) return undefined
  return { kind: 'group', all: syntax.kind === 'and', children: children as FilterNode[] }
}

const gathered: { [name: string]: Quantifier } = { any: 'some', all: 'every', none: 'none' }

/** A question about the records that a way leads to many of. */
function viaSaid(syntax: Syntax): Condition | undefined {
  if (syntax.kind !== 'call' || syntax.args.length !== 2) return undefined
  const [via, of] = syntax.args
  const quantifier = Object.hasOwn(gathered, syntax.name) ? gathered[syntax.name] : undefined
  const said = of && saidBy(of, () => undefined)
  if (!quantifier || via?.kind !== 'path' || !said?.field.startsWith('.')) return undefined
  const condition: Condition = { kind: 'condition', ...said, field: said.field.slice(1), via: via.path }
  return quantifier === 'some' ? condition : { ...condition, quantifier }
}

/** One condition on a field, whatever that is. */
function saidBy(syntax: Syntax, fieldAt: (path: string) => Field | undefined): Said | undefined {
  switch (syntax.kind) {
    case 'path':
      return fieldAt(syntax.path)?.type === 'boolean' ? { field: syntax.path, operator: 'true' } : undefined
    case 'compare':
      return compared(syntax.operator, syntax.left, syntax.right)
    case 'not':
      return negated(saidBy(syntax.of, () => undefined))
    case 'and':
      return ranged(syntax.parts)
    case 'or':
      return anyHad(syntax.parts)
    default:
      return undefined
  }
}

const orders: { [sign: string]: OperatorId } = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' }
const texts: { [word: string]: OperatorId } = { contains: 'contains', startsWith: 'starts' }

function compared(sign: Comparison, left: Syntax, right: Syntax): Said | undefined {
  if (left.kind !== 'path' || isMe(left)) return sign === 'in' ? had(left, right) : undefined
  const field = left.path
  if (sign === 'in' || sign === 'not in') return within(field, sign, right)
  if (isMe(right)) return sign === '==' ? { field, operator: 'me' } : undefined
  if (right.kind !== 'value') return undefined
  const { value } = right
  if (value === null) {
    if (sign === '==') return { field, operator: 'empty' }
    return sign === '!=' ? { field, operator: 'nempty' } : undefined
  }
  if (typeof value === 'boolean')
    return sign === '==' ? { field, operator: value ? 'true' : 'false' } : undefined
  if (sign === '==') return { field, operator: 'eq', value }
  if (sign === '!=') return { field, operator: 'neq', value }
  const operator = orders[sign] ?? (typeof value === 'string' ? texts[sign] : undefined)
  return operator && { field, operator, value }
}

const isMe = (syntax: Syntax) => syntax.kind === 'path' && syntax.path === 'me'

/** A value, or the caller, among those of a field. */
function had(left: Syntax, right: Syntax): Said | undefined {
  if (right.kind !== 'path' || isMe(right)) return undefined
  if (isMe(left)) return { field: right.path, operator: 'me' }
  const value = constant(left)
  return value === undefined ? undefined : { field: right.path, operator: 'has', value: [value] }
}

/** A field among some values, or within a span of days. */
function within(field: string, sign: 'in' | 'not in', right: Syntax): Said | undefined {
  if (right.kind === 'list') {
    const value = right.items.map(constant)
    if (value.length === 0 || value.includes(undefined)) return undefined
    return { field, operator: sign === 'in' ? 'in' : 'nin', value }
  }
  if (right.kind !== 'call' || sign === 'not in' || right.args.length > 1) return undefined
  const [days] = right.args.map(constant)
  const value = right.args.length === 0 ? right.name : `${right.name}:${days}`
  return spanOf(value) && { field, operator: 'within', value }
}

function constant(syntax: Syntax): string | number | undefined {
  if (syntax.kind !== 'value' || typeof syntax.value === 'boolean') return undefined
  return syntax.value ?? undefined
}

const negations: { [operator in OperatorId]?: OperatorId } = {
  eq: 'neq',
  contains: 'ncontains',
  in: 'nin',
  has: 'nhas',
}

function negated(said: Said | undefined): Said | undefined {
  const operator = said && negations[said.operator]
  return operator && { ...said, operator }
}

/** Two comparisons that are the ends of a range. */
function ranged(parts: readonly Syntax[]): Said | undefined {
  const [from, to, more] = parts.map((part) => saidBy(part, () => undefined))
  if (parts.length !== 2 || more || from?.operator !== 'gte' || to?.operator !== 'lte') return undefined
  return from.field === to.field
    ? { field: from.field, operator: 'between', value: [from.value, to.value] }
    : undefined
}

/** Several values of which a field has any. */
function anyHad(parts: readonly Syntax[]): Said | undefined {
  const all = parts.map((part) => saidBy(part, () => undefined))
  const field = all[0]?.field
  if (field === undefined || all.some((one) => one?.operator !== 'has' || one.field !== field))
    return undefined
  return { field, operator: 'has', value: all.flatMap((one) => one?.value) }
}

/** The condition in words that its field has, if it can be asked so; undefined when it cannot. */
function fitting(condition: Condition, field: Field | undefined): Condition | undefined {
  if (!field || field.filterable === false) return undefined
  const { operators, literal } = typeOf(field)
  const one = { eq: 'in', neq: 'nin' }[condition.operator as string] as OperatorId | undefined
  if (one && !operators.includes(condition.operator) && operators.includes(one))
    return fitting({ ...condition, operator: one, value: [condition.value] }, field)
  if (!operators.includes(condition.operator)) return undefined
  const values = Array.isArray(condition.value) ? condition.value : [condition.value]
  const wanted = literal === 'number' ? 'number' : 'string'
  const fits = condition.operator === 'within' || values.every((value) => typeof value === wanted)
  return isComplete(condition) && (condition.value === undefined || fits) ? condition : undefined
}
