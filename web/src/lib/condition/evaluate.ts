import type { ConditionValue as Node } from '@mortise/sdk'
import { compareDecimals, decimal } from './decimal.ts'
import { call, isDecimal, type Plain, unknownFunction } from './functions.ts'
import { moment } from './moment.ts'

/** What is not known here: a value that did not come, a form of a tree that is newer than this client. */
export const unknown = Symbol('unknown')
export type Unknown = typeof unknown

/** The values that a condition is about. */
export interface Source {
  /** The value of a field as the server writes it; unknown when it did not come. */
  value: (field: string) => unknown | Unknown
  /** The record that a relation leads to, null when there is none, unknown while it is not fetched. */
  related: (entity: string, id: string) => Source | null | Unknown
  /** This moment, RFC 3339. */
  now: string
}

type Scope = Map<number, Source>
type Truth = boolean | Unknown
type Value = Plain | Unknown

/** Whether a condition is true of a record; unknown when that cannot be told here. */
export function evaluate(tree: Node, source: Source): Truth {
  return truth(tree, new Map([[0, source]]))
}

function truth(node: Node, scope: Scope): Truth {
  switch (node.is) {
    case 'const':
      return node.value === true
    case 'and':
      return every(nodes(node.of), scope, true)
    case 'or':
      return every(nodes(node.of), scope, false)
    case 'not': {
      const inner = truth(node.of as Node, scope)
      return inner === unknown ? unknown : !inner
    }
    case 'some':
      return some(node, scope)
    default:
      return atom(node, scope)
  }
}

function nodes(list: unknown): Node[] {
  return Array.isArray(list) ? (list as Node[]) : []
}

/** And (or, with false, or) of a list: one member may decide whatever the unknown ones are. */
function every(list: Node[], scope: Scope, wanted: boolean): Truth {
  const all = list.map((node) => truth(node, scope))
  if (all.includes(!wanted)) return !wanted
  return all.includes(unknown) ? unknown : wanted
}

function atom(node: Node, scope: Scope): Truth {
  const names = node.is === 'in' ? ['x', 'list'] : ['x', 'y']
  const [x = null, y = null] = names.map((name) =>
    node[name] === undefined ? null : value(node[name] as Node, scope),
  )
  if (x === unknown || y === unknown) return unknown
  switch (node.is) {
    case 'present':
      return x !== null && !(Array.isArray(x) && x.length === 0)
    case 'true':
      return x === true
    case 'in':
      return x !== null && among(x, y)
    case 'overlap':
      return Array.isArray(x) && x.some((part) => among(part, y))
    case 'contains':
    case 'prefix':
    case 'suffix':
      return typeof x === 'string' && typeof y === 'string' && matches(node, x, y)
    default:
      return compares(node.is, x, y)
  }
}

function among(x: Plain, list: Plain): boolean {
  return Array.isArray(list) && list.some((part) => order(x, part) === 0)
}

function folded(text: string, how: unknown): string {
  if (how === 'ascii') return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  return how === 'unicode' ? text.toLowerCase() : text
}

function matches(node: Node, x: string, y: string): boolean {
  const [text, part] = [folded(x, node.fold), folded(y, node.fold)]
  if (node.is === 'prefix') return text.startsWith(part)
  return node.is === 'suffix' ? text.endsWith(part) : text.includes(part)
}

const holds: { [is: string]: (order: number) => boolean } = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
}

function compares(is: string, x: Plain, y: Plain): Truth {
  const test = Object.hasOwn(holds, is) ? holds[is] : undefined
  if (!test) return unknown
  const found = order(x, y)
  return found !== null && test(found)
}

/** How two values stand; null when they cannot be compared, or one is empty. */
function order(x: Plain, y: Plain): number | null {
  if (typeof x === 'string' && typeof y === 'string') return compareTexts(x, y)
  if (typeof x === 'boolean' && typeof y === 'boolean') return Number(x) - Number(y)
  if (typeof x === 'bigint' && typeof y === 'bigint') return x < y ? -1 : x > y ? 1 : 0
  return isDecimal(x) && isDecimal(y) ? compareDecimals(x, y) : null
}

/** By code point: surrogates would put the rarest characters before some others. */
function compareTexts(x: string, y: string): number {
  const [a, b] = [[...x], [...y]]
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const step = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0)
    if (step !== 0) return step
  }
  return a.length - b.length
}

/** The scope with the record that a relation leads to. */
function follow(node: Node, scope: Scope): Scope | null | Unknown {
  const id = value(node.relation as Node, scope)
  if (id === unknown || id === null) return id
  const from = scope.get(Number(node.from ?? 0))
  const far = from?.related(String(node.entity), String(id)) ?? null
  if (far === null || far === unknown) return far
  return new Map([...scope, [Number(node.var), far]])
}

function some(node: Node, scope: Scope): Truth {
  const inner = follow(node, scope)
  if (inner === unknown) return unknown
  return inner !== null && truth(node.of as Node, inner)
}

function value(node: Node, scope: Scope): Value {
  switch (node.is) {
    case 'field': {
      const raw = scope.get(Number(node.var ?? 0))?.value(String(node.name))
      return raw === unknown ? unknown : plain(node, raw)
    }
    case 'value':
      return plain(node, node.value)
    case 'now':
      return moment(scope.get(0)?.now ?? '')
    case 'choose': {
      const chosen = truth(node.if as Node, scope)
      return chosen === unknown ? unknown : value((chosen ? node.then : node.else) as Node, scope)
    }
    case 'look': {
      const inner = follow(node, scope)
      return inner === null || inner === unknown ? inner : value(node.x as Node, inner)
    }
    case 'compute':
      return compute(String(node.fn), nodes(node.args), scope)
    default:
      return unknown
  }
}

function compute(fn: string, list: Node[], scope: Scope): Value {
  const args: Plain[] = []
  for (const node of list) {
    const arg = value(node, scope)
    if (arg === unknown) return unknown
    if (arg !== null) args.push(arg)
  }
  if (fn === 'coalesce') return args[0] ?? null
  if (fn === 'least' || fn === 'most') {
    const sign = fn === 'least' ? -1 : 1
    return args.reduce<Plain>(
      (best, arg) => ((order(arg, best) ?? 1) * sign > 0 ? arg : best),
      args[0] ?? null,
    )
  }
  if (args.length < list.length) return null
  const result = call(fn, args)
  return result === unknownFunction ? unknown : result
}

/** A value as it came, brought to the form in which values are compared. */
function plain(node: Node, raw: unknown): Plain {
  if (raw === null || raw === undefined || raw === '') return null
  if (node.list === true) return Array.isArray(raw) ? raw.map((part) => single(node.type, part)) : null
  return single(node.type, raw)
}

function single(type: string | undefined, raw: unknown): Plain {
  switch (type) {
    case 'number':
      return decimal(raw)
    case 'boolean':
      return typeof raw === 'boolean' ? raw : null
    case 'datetime':
      return moment(String(raw))
    case 'time':
      return String(raw).length === 5 ? `${raw}:00` : String(raw)
    case undefined:
    case '':
      // Of other kinds all that is asked is whether they are there.
      return true
    default:
      return String(raw)
  }
}
