import type { ExpressionProblem } from '@mortise/sdk'
import { piecesOf } from './place.ts'
import { fieldAt, type Name, type Scope } from './scope.ts'

/** How what is wrong can be made right: by writing something else at a place. */
export interface Mend {
  from: number
  to: number
  insert: string
  /** The field or function that is meant, in words. */
  meant: string
}

/** Something wrong in an expression, by characters of JavaScript. */
export interface Slip {
  from: number
  to: number
  message: string
  mend?: Mend
}

/** The place of a character, counted as code points, in a text of JavaScript. */
export function placeOfPoint(text: string, point: number): number {
  return [...text].slice(0, point).join('').length
}

/** What the server found, with its places and how to make it right where that can be guessed. */
export function slipsOf(text: string, problems: readonly ExpressionProblem[], scope: Scope): Slip[] {
  return problems.map((problem) => {
    const from = placeOfPoint(text, problem.from)
    const to = Math.max(from, placeOfPoint(text, problem.to))
    const mend = mendOf(text, { ...problem, from, to }, scope)
    return { from, to, message: problem.message, ...(mend && { mend }) }
  })
}

function mendOf(text: string, { code, from, to }: ExpressionProblem, scope: Scope): Mend | undefined {
  const written = text.slice(from, to)
  if (code === 'unknown_field') {
    const field = nearest(written, namesAt(text, from, scope))
    return field && { from, to, insert: field.name, meant: field.title }
  }
  if (code === 'unknown_function') {
    const names = scope.parts
      .filter(({ kind }) => kind === 'function' || kind === 'quantifier')
      .map(({ name }): Name => ({ name, title: name, type: '' }))
    const found = nearest(written, names)
    return found && { from, to, insert: found.name, meant: found.name }
  }
  return code.startsWith('expression_') ? signMend(text) : undefined
}

/** The names that can stand at a place: behind a point those of the record that the relation leads to. */
function namesAt(text: string, at: number, scope: Scope): readonly Name[] {
  const path = /((?:[\p{L}_][\p{L}\p{N}_]*\.)+)$/u.exec(text.slice(0, at))?.[1]
  if (path) return scope.fields(fieldAt(scope, path.split('.').slice(0, -1))?.target ?? '')
  return text[at - 1] === '.' ? [] : scope.fields(scope.entity)
}

/** The name that is meant by something like it, or by its title. */
function nearest(written: string, names: readonly Name[]): Name | undefined {
  const wanted = written.toLowerCase()
  const titled = names.find(({ title }) => title.toLowerCase() === wanted)
  if (titled) return titled
  let best: Name | undefined
  let least = Math.floor(wanted.length / 3) + 1
  for (const one of names) {
    const distance = Math.min(distanceOf(wanted, one.name), distanceOf(wanted, one.title.toLowerCase()))
    if (distance < least) {
      best = one
      least = distance
    }
  }
  return (
    best ??
    names.find(({ name, title }) => wanted.length > 1 && (title.includes(written) || name.includes(wanted)))
  )
}

/** How many signs must be changed, put in or taken out to make one text of another; two that changed places are one. */
export function distanceOf(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8 || one.length > 60) return 99
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[other.length] ?? 99
}

const signs: { [sign: string]: string } = {
  '（': '(',
  '）': ')',
  '，': ',',
  '。': '.',
  '“': "'",
  '”': "'",
  '‘': "'",
  '’': "'",
  '＝': '==',
  '！': '!',
  '？': '?',
  '：': ':',
  '＋': '+',
  '－': '-',
  '×': '*',
  '÷': '/',
  '＞': '>',
  '＜': '<',
  '【': '[',
  '】': ']',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '=': '==',
}

/** The first sign that is written otherwise here: one of a Chinese keyboard, or one = for two. Marks of a text change together. */
function signMend(text: string): Mend | undefined {
  const wrong = piecesOf(text).find((piece) => piece.style !== 'string' && signs[piece.text] !== undefined)
  if (!wrong) return undefined
  const insert = signs[wrong.text] ?? ''
  if (insert === "'") {
    const end = text.slice(wrong.to).search(/[“”‘’]/)
    if (end >= 0) {
      const to = wrong.to + end + 1
      const quoted = `'${text.slice(wrong.to, to - 1)}'`
      return { from: wrong.from, to, insert: quoted, meant: quoted }
    }
  }
  return { from: wrong.from, to: wrong.to, insert, meant: insert }
}
