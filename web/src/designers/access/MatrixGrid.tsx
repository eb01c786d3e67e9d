import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { type Doc, textAt } from '../core/document.ts'
import {
  type Column,
  cellOf,
  columns,
  copyRow,
  type GrantChanges,
  rowPresets,
  setCell,
  setColumn,
  setRow,
} from '../core/matrix.ts'
import type { Preset } from '../core/scopes.ts'
import { useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { type RoleRow, useRoles } from '../core/useRoles.ts'
import { AddRole } from './AddRole.tsx'
import { MatrixCell } from './MatrixCell.tsx'
import { OwnerHint } from './OwnerHint.tsx'
import { useGridKeys } from './useGridKeys.ts'

/** Columns that are shown until one asks for all. */
const first = ['read', 'create', 'update', 'archive', 'talk', 'hand', 'share', 'take']

/** Roles by actions: each cell says in a word on which records. */
export function MatrixGrid({ entity, doc }: { entity: string; doc: Doc }) {
  const { t } = useWords()
  const bench = useWorkbench()
  const grants = useDocs('grant', entity)
  const { roles, add } = useRoles()
  const { grid, onKeyDown } = useGridKeys()
  const [all, setAll] = useState(false)
  const [copied, setCopied] = useState<Preset>()
  const shown = columns.filter(({ id }) => all || first.includes(id))
  const owned = textAt(doc, 'x-owner') !== '' || textAt(doc, 'x-team') !== ''
  const put = (role: RoleRow, changes: GrantChanges) =>
    bench.do({ label: t('design.access.did.grant', { role: role.title }), changes })
  const give = (names: readonly string[], column: Column, preset: Preset) =>
    bench.do({
      label: t('design.access.did.column', { action: t(`design.access.column.${column.id}`) }),
      changes: setColumn(grants, entity, names, column, preset),
    })
  return (
    <>
      {!owned && <OwnerHint entity={entity} doc={doc} />}
      <div className="b-matrix__scroll">
        <table
          ref={grid}
          className="b-matrix"
          aria-label={t('design.access.tab.actions')}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              <th scope="col">{t('design.access.role')}</th>
              {shown.map(({ id }) => (
                <th key={id} scope="col" title={t(`design.access.columnHelp.${id}`)}>
                  {t(`design.access.column.${id}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {roles.map((role, row) => (
              <tr key={role.key}>
                <th scope="row">
                  <RowHead
                    role={role}
                    others={roles}
                    owned={owned}
                    onRow={(preset) => put(role, setRow(grants, entity, role.name, preset, owned))}
                    onCopy={(from) => put(role, copyRow(grants, entity, from, role.name))}
                  />
                </th>
                {shown.map((column: Column, at) => (
                  <MatrixCell
                    key={column.id}
                    cell={cellOf(grants, role.name, column.actions)}
                    label={t('design.access.cell', {
                      role: role.title,
                      action: t(`design.access.column.${column.id}`),
                    })}
                    at={`${row}:${at}`}
                    owned={owned}
                    others={roles.filter(({ name }) => name !== role.name)}
                    copied={copied}
                    onCopy={setCopied}
                    onChoose={(preset) =>
                      put(role, setCell(grants, entity, role.name, column.actions, preset))
                    }
                    onCopyTo={(names, preset) => give(names, column, preset)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <AddRole onAdd={add} />
      </div>
      <label className="b-matrix__more">
        <input
          type="checkbox"
          className="m-check"
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
        />
        {t('design.access.allColumns')}
      </label>
    </>
  )
}

interface RowHeadProps {
  role: RoleRow
  others: readonly RoleRow[]
  owned: boolean
  onRow: (preset: (typeof rowPresets)[number]) => void
  onCopy: (from: string) => void
}

/** The name of a role, and what its whole row can be set to at once. */
function RowHead({ role, others, owned, onRow, onCopy }: RowHeadProps) {
  const { t } = useWords()
  const [copying, setCopying] = useState(false)
  const label = t('design.access.row', { role: role.title })
  return (
    <Popover
      kind="menu"
      label={label}
      width={250}
      trigger={(props) => (
        <button
          type="button"
          className="b-role"
          aria-label={label}
          {...props}
          onClick={() => {
            setCopying(false)
            props.onClick()
          }}
        >
          <span className="b-role__text">
            <span className="truncate">{role.title}</span>
            {role.inherits.length > 0 && (
              <span className="b-role__from truncate">
                {t('design.access.inherits', { roles: role.inherits.join(', ') })}
              </span>
            )}
          </span>
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => {
        const choose = (act: () => void) => () => {
          close()
          act()
        }
        if (copying)
          return others
            .filter(({ name }) => name !== role.name)
            .map(({ name, title }) => (
              <MenuItem key={name} onSelect={choose(() => onCopy(name))}>
                {title}
              </MenuItem>
            ))
        return (
          <>
            {rowPresets
              .filter((preset) => owned || (preset !== 'own' && preset !== 'team'))
              .map((preset) => (
                <MenuItem key={preset} onSelect={choose(() => onRow(preset))}>
                  {t(`design.access.rowPreset.${preset}`)}
                </MenuItem>
              ))}
            <div className="m-menu-line" />
            <MenuItem onSelect={() => setCopying(true)}>{t('design.access.copyFrom')}</MenuItem>
          </>
        )
      }}
    </Popover>
  )
}
