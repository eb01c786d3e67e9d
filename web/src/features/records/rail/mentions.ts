import type { Person } from '@mortise/sdk'

/** What is being typed after an @: where it begins, and the text so far. */
export interface Mentioning {
  from: number
  text: string
}

/** The longest text after an @ that is still looked for. */
const longest = 24

/** What the caret stands in, when that is the name of somebody to be mentioned. */
export function mentioningAt(text: string, caret: number): Mentioning | undefined {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0 || caret - from - 1 > longest) return undefined
  const before = text.charAt(from - 1)
  if (/[\w.+-]/.test(before)) return undefined
  const typed = text.slice(from + 1, caret)
  return /[\n@]|\s\s|\s$/.test(typed) ? undefined : { from, text: typed }
}

/** The text with a name in place of what was typed after the @, and where the caret stands then. */
export function withName(text: string, at: Mentioning, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, at.from)}@${name} `
  const rest = text.slice(at.from + 1 + at.text.length)
  return { text: head + rest.replace(/^ /, ''), caret: head.length }
}

/** Those of the people chosen whose names still stand in the text, each once. */
export function mentionedIn(text: string, chosen: readonly Person[]): Person[] {
  const seen = new Set<string>()
  return chosen.filter((person) => {
    if (!person.name || seen.has(person.id) || !text.includes(`@${person.name}`)) return false
    seen.add(person.id)
    return true
  })
}

/** The Markdown of a comment with the names of those mentioned made strong. */
export function withStrongNames(text: string, people: readonly Person[]): string {
  const names = people.flatMap((person) => (person.name ? [person.name] : []))
  names.sort((a, b) => b.length - a.length)
  if (names.length === 0) return text
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return text.replace(new RegExp(`@(?:${escaped.join('|')})`, 'g'), (name) => `**${name}**`)
}

/** The places in a list of mentions that a refusal names (/mentions/2), with what it says. */
export function refusedMentions(
  details: readonly { pointer?: string; message: string }[],
): Map<number, string> {
  const refused = new Map<number, string>()
  for (const { pointer, message } of details) {
    const at = /^\/mentions\/(\d+)$/.exec(pointer ?? '')?.[1]
    if (at !== undefined) refused.set(Number(at), message)
  }
  return refused
}
