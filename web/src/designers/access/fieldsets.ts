import { type Doc, isObject, listAt, textAt } from '../core/document.ts'

const grades = ['public', 'internal', 'confidential', 'secret']

/** The grade up to which a set without names holds fields. */
function reach(set: Doc): number {
  const grade = textAt(set, 'grade')
  return grades.indexOf(grade === '' ? 'internal' : grade)
}

/** Whether a set of fields holds one of a grade; a set that is not there holds none. */
export function holds(set: unknown, field: string, grade: string): boolean {
  const within = (most: number) => grades.indexOf(grade || 'internal') <= most
  if (set === 'all') return within(1)
  if (!isObject(set)) return false
  if (set.only !== undefined) return listAt<string>(set, 'only').includes(field)
  return within(reach(set)) && !listAt<string>(set, 'except').includes(field)
}

/** The set with a field in it, or without it; undefined is the set of none. all are the fields that there are. */
export function withHeld(
  set: unknown,
  field: string,
  held: boolean,
  all: readonly { name: string; grade: string }[],
): unknown {
  const grade = all.find(({ name }) => name === field)?.grade ?? ''
  if (holds(set, field, grade) === held) return set
  if (isObject(set) && set.only === undefined) return withException(set, field, held, all)
  if (set === 'all' && !held) return { except: [field] }
  const names = all.map(({ name }) => name).filter((name) => holds(set, name, gradeOf(all, name)))
  const only = held ? [...names, field] : names.filter((name) => name !== field)
  return only.length > 0 ? { only } : undefined
}

function gradeOf(all: readonly { name: string; grade: string }[], field: string): string {
  return all.find(({ name }) => name === field)?.grade ?? ''
}

function withException(
  set: Doc,
  field: string,
  held: boolean,
  all: readonly { name: string; grade: string }[],
): unknown {
  const except = listAt<string>(set, 'except')
  const next = held ? except.filter((name) => name !== field) : [...except, field]
  const { except: _, ...rest } = set
  const result = next.length > 0 ? { ...rest, except: next } : Object.keys(rest).length > 0 ? rest : 'all'
  // A field of a higher grade is in no set that does not name it.
  if (holds(result, field, gradeOf(all, field)) === held) return result
  const names = all.map(({ name }) => name).filter((name) => holds(set, name, gradeOf(all, name)))
  return { only: [...names, field] }
}
