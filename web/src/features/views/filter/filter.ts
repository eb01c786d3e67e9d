import type { Entity, Field } from '@mortise/sdk'
import { bareOperators, type OperatorId } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import { spanOf } from './spans.ts'

/** One comparison of a field. */
export interface Condition {
  kind: 'condition'
  field: string
  operator: OperatorId
  value?: unknown
  /** The records that the condition is asked of: a field that leads to many, or entity.field of those that lead here. */
  via?: string
  /** Of how many of them it must hold; of some when not given. */
  quantifier?: Quantifier
}

/** How many of the records that a condition leads to must fulfil it. */
export type Quantifier = 'some' | 'every' | 'none'

export const quantifiers: readonly Quantifier[] = ['some', 'every', 'none']

/** Conditions of which all, or any, must hold. */
export interface Group {
  kind: 'group'
  all: boolean
  children: FilterNode[]
}

export type FilterNode = Condition | Group

/** The filter that lets everything through. */
export const emptyFilter: Group = { kind: 'group', all: true, children: [] }

/** Whether a condition says enough to be sent. */
export function isComplete(condition: Condition): boolean {
  if (condition.field === '') return false
  if (bareOperators.includes(condition.operator)) return true
  const { value } = condition
  if (condition.operator === 'between') return Array.isArray(value) && isGiven(value[0]) && isGiven(value[1])
  if (condition.operator === 'within') return spanOf(value) !== undefined
  return isGiven(value) && !(Array.isArray(value) && value.length === 0)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** The filter without conditions that are still being written. */
export function completeOnly(group: Group): Group {
  const children: FilterNode[] = []
  for (const child of group.children) {
    if (child.kind === 'condition') {
      if (isComplete(child)) children.push(child)
      continue
    }
    const inner = completeOnly(child)
    if (inner.children.length > 0) children.push(inner)
  }
  return { ...group, children }
}

/** How many conditions a filter holds. */
export function countConditions(node: FilterNode): number {
  if (node.kind === 'condition') return 1
  return node.children.reduce((sum, child) => sum + countConditions(child), 0)
}

/** Reads a filter out of an address; whatever is not one becomes the empty filter. */
export function parseFilter(value: unknown): Group {
  const node = parseNode(value, 0)
  return node?.kind === 'group' ? node : emptyFilter
}

const maxDepth = 4

function parseNode(value: unknown, depth: number): FilterNode | null {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return null
  const node = value as Partial<Omit<Condition, 'kind'> & Omit<Group, 'kind'>> & { kind?: string }
  if (node.kind === 'group' && Array.isArray(node.children)) {
    const children = node.children
      .map((child) => parseNode(child, depth + 1))
      .filter((child) => child !== null)
    return { kind: 'group', all: node.all !== false, children }
  }
  if (node.kind === 'condition' && typeof node.field === 'string' && typeof node.operator === 'string') {
    const { field, operator, value, via } = node
    if (typeof via !== 'string') return { kind: 'condition', field, operator, value }
    const quantifier = quantifiers.find((one) => one === node.quantifier)
    return { kind: 'condition', field, operator, value, via, quantifier }
  }
  return null
}

/** A group with one child replaced, or removed when next is null. */
export function replaceChild(group: Group, index: number, next: FilterNode | null): Group {
  const children = group.children.flatMap((child, at) => (at === index ? (next ? [next] : []) : [child]))
  return { ...group, children }
}

/** The fields of an entity that a filter may name. */
export function filterableFields(entity: Entity) {
  return entity.fields.filter(
    (field) => field.filterable !== false && field.name !== 'id' && field.name !== 'version',
  )
}

/** A condition to begin with: the entity's first field, its first operator. */
export function newCondition(entity: Entity): Condition {
  const [field] = filterableFields(entity)
  return conditionOn({ field: field?.name ?? '' }, field)
}

/** A condition on a field, with the first operator of its type. */
export function conditionOn(place: Pick<Condition, 'field' | 'via'>, field: Field | undefined): Condition {
  return { kind: 'condition', ...place, operator: typeOf(field).operators[0] ?? 'eq' }
}
