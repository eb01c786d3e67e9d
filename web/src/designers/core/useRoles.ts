import { useMemo } from 'react'
import { type Doc, keyOf, listAt, newId } from './document.ts'
import { guessName } from './guess.ts'
import { titleIn } from './title.ts'
import { type Named, useDocs, useWords, useWorkbench } from './useBench.ts'

/** A role, with its title in the language in which one designs. */
export interface RoleRow extends Named {
  title: string
  /** The titles of the roles of which it has everything, too. */
  inherits: readonly string[]
}

/** The roles, those that are given by hand before those that everybody has, and a way to add one. */
export function useRoles() {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const docs = useDocs('role')
  const roles = useMemo(() => {
    const title = (role: Named) => titleIn(role.doc.title, language) || role.name
    const list = docs.map((role): RoleRow => {
      const below = listAt<string>(role.doc, 'inherits')
      return {
        ...role,
        title: title(role),
        inherits: docs.filter(({ name }) => below.includes(name)).map(title),
      }
    })
    return list.sort(
      (one, other) => Number(isBase(one)) - Number(isBase(other)) || (one.title < other.title ? -1 : 1),
    )
  }, [docs, language])
  const add = (title: string): string => {
    const name = guessName(
      title,
      (one) => bench.get(keyOf('role', one)) !== undefined,
      `role_${docs.length + 1}`,
    )
    const doc: Doc = { name, 'x-id': newId(), title }
    bench.do({ label: t('design.core.didAddRole', { title }), changes: { [keyOf('role', name)]: doc } })
    return name
  }
  return { roles, add }
}

/** The roles that come with the product. */
function isBase({ name }: Named): boolean {
  return name === 'everyone' || name === 'administrator'
}
