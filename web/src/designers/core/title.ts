import { isObject } from './document.ts'

/** A text of a document in a language: what it says there, else in another language; "" for none. */
export function titleIn(value: unknown, language: string): string {
  if (typeof value === 'string') return value
  if (!isObject(value)) return ''
  const own = value[language] ?? value[language.split('-')[0] ?? ''] ?? value.en
  const any = own ?? Object.values(value)[0]
  return typeof any === 'string' ? any : ''
}

/** A text of a document with what it says in one language; undefined when nothing is left of it. */
export function withTitle(value: unknown, language: string, text: string): unknown {
  if (!isObject(value)) return text === '' ? undefined : text
  const next = { ...value, [language]: text }
  if (text === '') delete next[language]
  return Object.keys(next).length === 0 ? undefined : next
}
