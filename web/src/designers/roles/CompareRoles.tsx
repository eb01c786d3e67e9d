import { useState } from 'react'
import { listAt, same } from '../core/document.ts'
import { columns } from '../core/matrix.ts'
import { SelectProperty, SwitchProperty } from '../core/Property.tsx'
import { useWords } from '../core/useBench.ts'
import type { RoleRow } from '../core/useRoles.ts'
import { useEntities, Words } from './RoleAccess.tsx'
import { heldWith, wordsOf } from './roles.ts'

/** Two roles side by side: what each may do with which records, and its permissions, inherited ones included. */
export function CompareRoles({ roles }: { roles: readonly RoleRow[] }) {
  const { t } = useWords()
  const entities = useEntities()
  const [names, setNames] = useState<readonly string[]>(roles.slice(0, 2).map(({ name }) => name))
  const [all, setAll] = useState(false)
  // A role that was chosen and taken out gives way to the first.
  const pair = names
    .map((name) => roles.find((role) => role.name === name) ?? roles[0])
    .filter((role) => role !== undefined)
  const differs = (cells: readonly (readonly string[])[]) =>
    !same([...(cells[0] ?? [])].sort(), [...(cells[1] ?? [])].sort())
  const rows = entities
    .map(({ name, title, grants }) => ({
      name,
      title,
      lines: columns
        .map(({ id }, at) => {
          const column = columns[at]
          return {
            id,
            cells: pair.map((role) => (column ? wordsOf(grants, roles, role.name, column) : [])),
          }
        })
        .filter(({ cells }) => cells.some((words) => words.length > 0) && (all || differs(cells))),
    }))
    .filter(({ lines }) => lines.length > 0)
  const permissions = pair.map((role) => permissionsOf(roles, role.name))
  const either = [...new Set(permissions.flat())].filter(
    (one) => all || !permissions.every((list) => list.includes(one)),
  )
  return (
    <section className="b-roles__compare" aria-label={t('design.roles.compare')}>
      <div className="b-roles__pair">
        {[0, 1].map((at) => (
          <SelectProperty
            key={at}
            label={t(`design.roles.which.${at === 0 ? 'one' : 'other'}`)}
            value={pair[at]?.name}
            choices={roles.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(name) => name && setNames(names.map((one, nth) => (nth === at ? name : one)))}
          />
        ))}
        <SwitchProperty label={t('design.roles.alsoSame')} value={all} onChange={setAll} />
      </div>
      {rows.length === 0 && either.length === 0 ? (
        <p className="b-roles__none">{t('design.roles.noDifference')}</p>
      ) : (
        <div className="b-roles__scroll">
          <table className="b-roles__table">
            <thead>
              <tr>
                <th scope="col" colSpan={2}>
                  {t('design.roles.entity')}
                </th>
                {pair.map(({ name, title }, at) => (
                  <th key={`${name}/${at === 0 ? 'one' : 'other'}`} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, title, lines }) =>
                lines.map(({ id, cells }, nth) => (
                  <tr key={`${name}/${id}`}>
                    {nth === 0 && (
                      <th scope="rowgroup" rowSpan={lines.length}>
                        {title}
                      </th>
                    )}
                    <th scope="row">{t(`design.access.column.${id}`)}</th>
                    <td>
                      <Words words={cells[0] ?? []} />
                    </td>
                    <td>
                      <Words words={cells[1] ?? []} />
                    </td>
                  </tr>
                )),
              )}
              {either.map((permission, nth) => (
                <tr key={permission}>
                  {nth === 0 && (
                    <th scope="rowgroup" rowSpan={either.length}>
                      {t('design.roles.system')}
                    </th>
                  )}
                  <th scope="row">{t(`design.roles.permission.${permission}`)}</th>
                  <td>{t(`design.roles.has.${permissions[0]?.includes(permission) ?? false}`)}</td>
                  <td>{t(`design.roles.has.${permissions[1]?.includes(permission) ?? false}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** The permissions of a role and of all that it inherits from. */
function permissionsOf(roles: readonly RoleRow[], name: string): readonly string[] {
  const held = heldWith(roles, name)
  return roles
    .filter((role) => held.has(role.name))
    .flatMap((role) => listAt<string>(role.doc, 'permissions'))
}
