import { type Doc, isObject, listAt, objectAt, textAt } from '../../core/document.ts'
import { type MaskedField, type RuleKind, receiverOf } from './commands.ts'
import { partsOf, type ScopePart } from './scope.ts'

/** The words that sentences are made of: texts, and what things are called. */
export interface RuleWords {
  t: (key: string, values?: { [name: string]: unknown }) => string
  role: (name: string) => string
  field: (name: string) => string
  /** A condition in words; undefined for one that can only be written. */
  condition: (code: string) => string | undefined
}

/** A piece of a sentence: words, and an expression after them. */
export interface Clause {
  text: string
  code?: string
}

const at = 'design.access.rules.say.'

/** What a rule says: who, what, then the limits of it. */
export function sentenceOf(kind: RuleKind, rule: Doc, words: RuleWords): readonly Clause[] {
  return sentences[kind](rule, words).filter(({ text, code }) => text !== '' || code !== undefined)
}

/** A sentence as plain text. */
export function plainly(clauses: readonly Clause[]): string {
  return clauses.map(({ text, code }) => [text, code].filter(Boolean).join(' ')).join(' · ')
}

function list(names: readonly string[], words: RuleWords): string {
  return names.join(words.t(`${at}and`))
}

function actionsOf(rule: Doc, words: RuleWords): string {
  const said = listAt<string>(rule, 'actions').map((action) =>
    words.t(`design.core.action.${action}`, { defaultValue: action.replace(/^do_/, '') }),
  )
  return list(said, words)
}

const roles = (names: readonly string[], words: RuleWords) => list(names.map(words.role), words)
const fields = (names: readonly string[], words: RuleWords) => list(names.map(words.field), words)

function when(rule: Doc, { t, condition }: RuleWords, member = 'when'): Clause {
  const code = textAt(rule, member).trim()
  if (code === '' || code === 'true') return { text: '' }
  const said = condition(code)
  return said ? { text: `${t(`${at}when`)} ${said}` } : { text: t(`${at}when`), code }
}

function except(rule: Doc, words: RuleWords): Clause {
  const names = listAt<string>(rule, 'except')
  return { text: names.length > 0 ? words.t(`${at}except`, { roles: roles(names, words) }) : '' }
}

function channels(rule: Doc, words: RuleWords, key = 'channels'): Clause {
  const names = listAt<string>(rule, 'channels').map((name) => words.t(`design.access.rules.channel.${name}`))
  return { text: names.length > 0 ? words.t(`${at}${key}`, { channels: list(names, words) }) : '' }
}

/** A scope in words. */
export function scopeWords(scope: unknown, words: RuleWords): string {
  return list(
    partsOf(scope).map((part) => partWords(part, words)),
    words,
  )
}

function partWords(part: ScopePart, words: RuleWords): string {
  const said = words.t(
    `design.access.rules.scope.${part.kind === 'department' && part.below ? 'below' : part.kind}`,
  )
  const about = part.field ?? part.through?.join(' → ') ?? part.pool
  return about ? `${said} (${part.field ? words.field(part.field) : about})` : said
}

function grant(rule: Doc, words: RuleWords): readonly Clause[] {
  const { t } = words
  const who = textAt(rule, 'role') === '' ? t(`${at}given`) : words.role(textAt(rule, 'role'))
  const others = Object.entries(objectAt(rule, 'scopes')).map(([action, scope]) => ({
    text: t(`${at}but`, {
      action: t(`design.core.action.${action}`, { defaultValue: action }),
      scope: scopeWords(scope, words),
    }),
  }))
  return [
    {
      text: t(`${at}grant`, {
        role: who,
        actions: actionsOf(rule, words),
        scope: scopeWords(rule.scope, words),
      }),
    },
    ...others,
    when(rule, words),
    channels(rule, words),
  ]
}

function restriction(rule: Doc, words: RuleWords): readonly Clause[] {
  const { records } = objectAt(rule, 'quota')
  const actions = actionsOf(rule, words)
  const text =
    typeof records === 'number'
      ? words.t(`${at}quota`, { actions, count: records })
      : words.t(`${at}restriction`, { actions })
  return [{ text }, when(rule, words), except(rule, words), channels(rule, words, 'through')]
}

function mask(rule: Doc, words: RuleWords): readonly Clause[] {
  const show = words.t(`design.access.rules.show.${textAt(rule, 'show')}`)
  const text = words.t(`${at}mask`, { fields: fields(listAt(rule, 'fields'), words), show })
  return [{ text }, when(rule, words), except(rule, words)]
}

function sharing(rule: Doc, words: RuleWords): readonly Clause[] {
  const text = words.t(`${at}sharing`, {
    to: receiverWords(rule, words),
    level: words.t(`design.access.rules.level.${textAt(rule, 'level')}`),
  })
  return [{ text }, when(rule, words)]
}

function receiverWords(rule: Doc, words: RuleWords): string {
  const { receiver, value } = receiverOf(rule)
  const names = Array.isArray(value) ? (value as string[]) : []
  switch (receiver) {
    case 'roles':
      return names.length > 0 ? roles(names, words) : words.t(`${at}nobody`)
    case 'field':
      return words.t(`${at}to.field`, { field: words.field(String(value)) })
    case 'readers':
      return words.t(`${at}to.readers`, { path: names.join(' → ') })
    default:
      return words.t(`${at}to.${receiver}`, { count: names.length })
  }
}

function pool(rule: Doc, words: RuleWords): readonly Clause[] {
  const { t } = words
  const claim = objectAt(rule, 'claim')
  const { days } = objectAt(rule, 'return')
  const hidden = listAt<string>(rule, 'hidden')
  const masked = listAt<MaskedField>(rule, 'masked').map(({ field }) => field)
  const counted = (key: string, value: unknown): Clause => ({
    text: typeof value === 'number' && value > 0 ? t(`${at}${key}`, { count: value }) : '',
  })
  return [
    { text: t(`${at}pool`, { members: roles(listAt(rule, 'members'), words) }) },
    when(rule, words),
    counted('perDay', claim.perDay),
    counted('holds', claim.holds),
    { text: hidden.length > 0 ? t(`${at}hides`, { fields: fields(hidden, words) }) : '' },
    { text: masked.length > 0 ? t(`${at}masks`, { fields: fields(masked, words) }) : '' },
    counted('returns', days),
  ]
}

function obligation(rule: Doc, words: RuleWords): readonly Clause[] {
  const by = textAt(rule, 'by')
  const text = words.t(`${at}needs.${textAt(rule, 'needs')}${by ? 'By' : ''}`, {
    actions: actionsOf(rule, words),
    role: words.role(by),
  })
  return [{ text }, when(rule, words), except(rule, words)]
}

const sentences: { [kind in RuleKind]: (rule: Doc, words: RuleWords) => readonly Clause[] } = {
  grant,
  restriction,
  mask,
  sharing,
  pool,
  obligation,
}

/** The first part of a JSON pointer: which member of a rule it leads into. */
export function memberAt(pointer: string | undefined): string {
  return pointer?.split('/')[1] ?? ''
}

/** Whether a value says anything. */
export function says(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isObject(value) || (value !== undefined && value !== '')
}
