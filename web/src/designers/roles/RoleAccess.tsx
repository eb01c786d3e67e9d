import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { columns } from '../core/matrix.ts'
import { titleIn } from '../core/title.ts'
import { type Named, useDocs, useWords } from '../core/useBench.ts'
import type { RoleRow } from '../core/useRoles.ts'
import { wordsOf } from './roles.ts'

/** Columns that are shown of each entity. */
const shown = columns.filter(({ id }) => ['read', 'create', 'update', 'archive'].includes(id))

/** Entities with the grants on them, by title; those of the product last. */
export function useEntities() {
  const { language } = useWords()
  const entities = useDocs('entity')
  const grants = useDocs('grant')
  return useMemo(() => {
    const by = new Map<unknown, Named[]>()
    for (const grant of grants) by.set(grant.doc.entity, [...(by.get(grant.doc.entity) ?? []), grant])
    const list = entities.map(({ name, doc }) => ({
      name,
      title: titleIn(doc.title, language) || name,
      core: doc['x-package'] === 'core',
      grants: by.get(name) ?? [],
    }))
    return list.sort(
      (one, other) => Number(one.core) - Number(other.core) || (one.title < other.title ? -1 : 1),
    )
  }, [entities, grants, language])
}

/** What a role may do with which records, with all that it inherits; each row leads to where it is set. */
export function RoleAccess({ role, roles }: { role: RoleRow; roles: readonly RoleRow[] }) {
  const { t } = useWords()
  const entities = useEntities()
  const rows = entities
    .map((entity) => ({
      ...entity,
      cells: shown.map((column) => wordsOf(entity.grants, roles, role.name, column)),
    }))
    .filter(({ cells }) => cells.some((words) => words.length > 0))
  return (
    <section>
      <h2>{t('design.roles.does')}</h2>
      {rows.length === 0 ? (
        <p className="b-roles__none">{t('design.roles.doesNothing')}</p>
      ) : (
        <div className="b-roles__scroll">
          <table className="b-roles__table">
            <thead>
              <tr>
                <th scope="col">{t('design.roles.entity')}</th>
                {shown.map(({ id }) => (
                  <th key={id} scope="col">
                    {t(`design.access.column.${id}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, title, cells }) => (
                <tr key={name}>
                  <th scope="row">
                    <Link to="/design/e/$entity/$part" params={{ entity: name, part: 'access' }}>
                      {title}
                    </Link>
                  </th>
                  {shown.map(({ id }, at) => (
                    <td key={id}>
                      <Words words={cells[at] ?? []} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** On which records, in words. */
export function Words({ words }: { words: readonly string[] }) {
  const { t } = useWords()
  if (words.length === 0) return <span className="b-roles__word">{t('design.access.scope.none')}</span>
  return words.map((word) => (
    <span key={word} className="b-roles__word" data-scope={word}>
      {t(`design.access.scope.${word}`)}
    </span>
  ))
}
