import { expr } from '../code/expr.ts'
import { type Token, tokensOf } from '../code/tokens.ts'
import { fieldAt, type Name, type Scope } from './scope.ts'

/** A piece of an expression with its text. */
export interface Piece extends Token {
  text: string
}

/** Where in an expression one is. */
export interface Place {
  /** What is typed already, from where: a part of a name, or of a text with its sign. */
  from: number
  typed: string
  /** What can stand here: a value, or what joins values. */
  wants: 'value' | 'operator'
  /** The entity whose members are asked for: behind a point. */
  of?: string
  /** What stands before the point that is written. */
  owner?: Name
  /** Within a text in quotes. */
  quoted: boolean
  /** What is compared here with what. */
  compared?: { field: Name; operator: string }
  /** The records of any, count and so on are to be named. */
  records: boolean
}

const quantifiers = new Set(['any', 'all', 'none', 'count', 'sum'])
const comparing = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'contains'])
const isName = (piece: Piece | undefined) =>
  piece !== undefined && /^(variableName|propertyName|self|keyword|bool|null)/.test(piece.style ?? '')
const isStep = (piece: Piece | undefined) =>
  piece !== undefined && /^(variableName|propertyName|self)$/.test(piece.style ?? '')

/** The pieces of an expression, without the spaces between them. */
export function piecesOf(text: string): Piece[] {
  return tokensOf(expr, text).flatMap((token) => {
    const own = text.slice(token.from, token.to)
    return own.trim() === '' ? [] : [{ ...token, text: own }]
  })
}

const closed = ({ text }: Piece) => text.length > 1 && text.at(-1) === text[0]

/** Where one is at a place of an expression; undefined where nothing can be told. */
export function placeOf(text: string, at: number, scope: Scope): Place | undefined {
  const before = piecesOf(text.slice(0, at))
  const last = before.at(-1)
  const touching = last !== undefined && last.to === at
  const quoted = touching && last.style === 'string' && !closed(last)
  if (touching && !quoted && (last.style === 'number' || last.style === 'string')) return undefined
  const writing = touching && (quoted || isName(last))
  const rest = writing ? before.slice(0, -1) : before
  const place = {
    from: writing ? last.from : at,
    typed: writing ? last.text : '',
    quoted,
    records: false,
  }
  const point = rest.at(-1)
  if (!quoted && (point?.text === '.' || point?.text === '?.')) {
    const { path, from } = pathBefore(rest.slice(0, -1))
    const inner = quantifierAt(rest.slice(0, rest.length - 1 - path.length), scope)
    if (path.length === 0) return { ...place, wants: 'value', of: inner?.entity }
    const leadsHere = quantifierAt(rest.slice(0, from), scope)
    if (leadsHere?.naming) return { ...place, wants: 'value', of: path.at(-1), records: true }
    const start = rest[from - 1]?.text === '.' ? inner?.entity : scope.entity
    const owner = fieldAt(scope, path, start)
    return { ...place, wants: 'value', of: owner?.target, owner }
  }
  const compared = comparedAt(rest, scope)
  const wants = !quoted && endsValue(point) ? 'operator' : 'value'
  const records = wants === 'value' && quantifierAt(rest, scope)?.naming === true
  return { ...place, wants, compared, records }
}

/** Whether a value ends with a piece, so that something must join it to what comes. */
function endsValue(piece: Piece | undefined): boolean {
  if (!piece) return false
  if (piece.style === 'keyword') return false
  return isName(piece) || piece.style === 'number' || piece.style === 'string' || /^[)\]]$/.test(piece.text)
}

/** The names, with points between them, with which a list of pieces ends; from is where they begin. */
function pathBefore(pieces: readonly Piece[]): { path: string[]; from: number } {
  const path: string[] = []
  let at = pieces.length
  while (at > 0 && isStep(pieces[at - 1])) {
    path.unshift(pieces[at - 1]?.text ?? '')
    at--
    if (pieces[at - 1]?.text !== '.' || !isStep(pieces[at - 2])) break
    at--
  }
  return { path, from: at }
}

/** The function over records in whose brackets pieces end: whether its records are yet to be named, else whose they are. */
function quantifierAt(
  pieces: readonly Piece[],
  scope: Scope,
): { naming: boolean; entity?: string } | undefined {
  let depth = 0
  let commas = 0
  let comma = pieces.length
  for (let at = pieces.length - 1; at > 0; at--) {
    const text = pieces[at]?.text ?? ''
    if (/^[)\]]$/.test(text)) depth++
    else if (text === ',' && depth === 0) {
      commas++
      comma = at
    } else if (/^[([]$/.test(text) && depth-- === 0) {
      depth = 0
      if (text === '(' && quantifiers.has(pieces[at - 1]?.text ?? '')) {
        if (commas === 0) return { naming: true }
        const { path } = pathBefore(pieces.slice(at + 1, comma))
        return { naming: false, entity: entityOfRecords(path, scope) }
      }
      commas = 0
      comma = pieces.length
    }
  }
  return undefined
}

/** The entity of the records that `order.buyer`, `company.order.buyer` or `members` name. */
function entityOfRecords(path: readonly string[], scope: Scope): string | undefined {
  const own = fieldAt(scope, path)
  if (own?.many) return own.target
  return path.length > 1 ? path.at(-2) : undefined
}

/** What stands left of a comparison, when pieces end with one or within the list of `in`. */
function comparedAt(pieces: readonly Piece[], scope: Scope): Place['compared'] {
  let at = pieces.length - 1
  while (at > 0 && (pieces[at]?.text === ',' || pieces[at]?.text === '[' || pieces[at]?.style === 'string'))
    at--
  const operator = pieces[at]?.text ?? ''
  if (!comparing.has(operator)) return undefined
  if (at < pieces.length - 1 && operator !== 'in') return undefined
  const before = pieces[at - 1]?.text === 'not' ? at - 1 : at
  const { path, from } = pathBefore(pieces.slice(0, before))
  const inner =
    pieces[from - 1]?.text === '.' ? quantifierAt(pieces.slice(0, from - 1), scope)?.entity : undefined
  const field = fieldAt(scope, path, inner ?? scope.entity)
  return field && { field, operator }
}
