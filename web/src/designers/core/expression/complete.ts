import type { ExpressionPart } from '@mortise/sdk'
import { type Place, placeOf } from './place.ts'
import type { Name, Scope } from './scope.ts'

/** Something that can be written at a place. */
export interface Offer {
  kind: 'field' | 'value' | 'function' | 'operator' | 'word' | 'records'
  /** What is shown first: the title of a field, the name of a function. */
  label: string
  /** What is shown behind it: the name of a field, what a function takes. */
  detail: string
  /** What is written. */
  insert: string
  /** So many characters before the end of it the cursor comes to stand. */
  back: number
  help?: string
  example?: string
}

/** What can be written at a place, the best first; undefined where nothing is offered. */
export interface Offers {
  from: number
  offers: readonly Offer[]
}

const most = 60
const days = new Set(['date', 'datetime'])

/** What can be written at a place of an expression. Unasked it offers only where something is begun. */
export function offersAt(text: string, at: number, scope: Scope, asked: boolean): Offers | undefined {
  const place = placeOf(text, at, scope)
  if (!place) return undefined
  const { from, typed, of, owner, quoted, compared } = place
  const values = valuesOf(place)
  if (quoted) return values.length > 0 ? { from, offers: matching(values, typed.slice(1)) } : undefined
  const behindPoint = of !== undefined || owner !== undefined
  if (behindPoint) {
    const members = of ? scope.fields(of).filter((one) => !place.records || one.target) : []
    return some({
      from,
      offers: matching(
        members.map((one) => fieldOffer(one)),
        typed,
      ),
    })
  }
  const comparing = place.wants === 'value' && compared !== undefined
  if (typed === '' && !asked && !(comparing && values.length > 0) && !place.records) return undefined
  const list =
    place.wants === 'operator' ? joining(scope) : [...values, ...valuesAnywhere(scope, place, typed)]
  return some({ from, offers: matching(list, typed) })
}

const some = (offers: Offers) => (offers.offers.length > 0 ? offers : undefined)

/** The values that a field that is compared can have. */
function valuesOf({ compared }: Place): Offer[] {
  const { field } = compared ?? {}
  if (!field) return []
  if (field.type === 'boolean') return ['true', 'false'].map((insert) => offer('value', insert, '', insert))
  return (field.options ?? []).map(({ value, title }) => {
    const insert = `'${value.replace(/[\\']/g, '\\$&')}'`
    return offer('value', title, insert, insert)
  })
}

function joining(scope: Scope): Offer[] {
  return scope.parts
    .filter(({ kind, name }) => kind === 'operator' && name !== 'not')
    .map((part) => partOffer(part, scope))
}

/** What can stand wherever a value can, the fitting first. */
function valuesAnywhere(scope: Scope, place: Place, typed: string): Offer[] {
  const parts = scope.parts.filter(
    ({ kind, name }) =>
      (kind !== 'operator' || name === 'not') &&
      !(scope.use === 'formula' && (name === 'me' || name === 'user')),
  )
  const offers = parts.map((part) => partOffer(part, scope))
  const fitting = offers.filter(({ label }) => fits(label, place.compared))
  const records = place.records
    ? scope.leading(scope.entity).map(({ entity, title, field }) => ({
        ...offer(
          'records',
          `${title} › ${field.title}`,
          `${entity}.${field.name}`,
          `${entity}.${field.name}`,
        ),
      }))
    : []
  const own = scope.fields(scope.entity)
  return [
    ...records,
    ...fitting,
    ...own.map((field) => fieldOffer(field)),
    ...(typed === '' ? [] : own.flatMap((field) => steps(field, scope))),
    ...offers.filter((one) => !fitting.includes(one)),
  ]
}

/** What is mostly compared with a field: me with people, today with days, spans of days behind `in`. */
function fits(name: string, compared: Place['compared']): boolean {
  if (!compared) return false
  const { field, operator } = compared
  if (field.target === 'user') return name === 'me'
  if (!days.has(field.type)) return false
  const span = /^(this|last|next)_/.test(name)
  return operator === 'in' ? span : field.type === 'date' ? name === 'today' : name === 'now'
}

/** The fields of the record that a relation leads to. */
function steps(field: Name, scope: Scope): Offer[] {
  if (!field.target || field.many || field.name === 'id') return []
  return scope
    .fields(field.target)
    .filter(({ name }) => name !== 'id')
    .map((one) => fieldOffer(one, field))
}

function fieldOffer(field: Name, behind?: Name): Offer {
  const name = behind ? `${behind.name}.${field.name}` : field.name
  return offer('field', behind ? `${behind.title} › ${field.title}` : field.title, name, name)
}

/** A part of the language as it is offered. */
export function partOffer(part: ExpressionPart, { language }: Scope): Offer {
  const { name, kind, signature, example } = part
  const help = part.help[language]
  if (kind === 'function' || kind === 'quantifier') {
    const bare = kind === 'function' && (part.args ?? []).length === 0 && !part.many
    const detail = signature.startsWith(name) ? signature.slice(name.length) : signature
    return { ...offer('function', name, detail, `${name}()`), back: bare ? 0 : 1, help, example }
  }
  const written = name === '?:' ? '? : ' : name
  const made = offer(kind === 'operator' ? 'operator' : 'word', name, '', written)
  return { ...made, back: name === '?:' ? 3 : 0, help, example }
}

function offer(kind: Offer['kind'], label: string, detail: string, insert: string): Offer {
  return { kind, label, detail, insert, back: 0 }
}

/** What is offered with the spaces that part it from what stands before it. */
export function spaced(offer: Offer, before: string): Offer {
  const parted = before === '' || /[\s([.]$/.test(before)
  const after = offer.kind === 'operator' && offer.back === 0 ? ' ' : ''
  return { ...offer, insert: `${parted ? '' : ' '}${offer.insert}${after}` }
}

/** Those that a text finds, by name or title, those that begin with it first. */
export function matching(offers: readonly Offer[], typed: string): readonly Offer[] {
  const wanted = typed.toLowerCase()
  return offers
    .flatMap((one, at) => {
      const rank = rankOf(one, wanted)
      return rank === undefined ? [] : [{ one, rank, at }]
    })
    .sort((one, other) => one.rank - other.rank || one.at - other.at)
    .slice(0, most)
    .map(({ one }) => one)
}

function rankOf({ insert, label, kind }: Offer, wanted: string): number | undefined {
  if (wanted === '') return 0
  const name = (kind === 'value' ? insert.slice(1) : insert).toLowerCase()
  const title = label.toLowerCase()
  if (name.startsWith(wanted) || title.startsWith(wanted)) return name.includes('.') ? 2 : 1
  const begun = [name, title].some((text) => text.split(/[\s_.›]+/).some((part) => part.startsWith(wanted)))
  if (begun) return 3
  const within = wanted.length > 2 || /\p{Script=Han}/u.test(wanted)
  return within && (name.includes(wanted) || title.includes(wanted)) ? 4 : undefined
}
