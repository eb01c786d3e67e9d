import { CircleHelp, Eye, EyeOff, type LucideIcon, Pencil, VenetianMask } from 'lucide-react'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import type { Doc } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { type Shown, setShown, shownOf, shownStates } from './fields.ts'
import { useGridKeys } from './useGridKeys.ts'

const icons: { [S in Shown]: LucideIcon } = {
  hidden: EyeOff,
  masked: VenetianMask,
  read: Eye,
  write: Pencil,
  mixed: CircleHelp,
}

/** Fields by roles: an eye says what each role sees of each field. */
export function FieldGrid({ entity, doc }: { entity: string; doc: Doc }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const grants = useDocs('grant', entity)
  const masks = useDocs('mask', entity)
  const { roles } = useRoles()
  const { grid, onKeyDown } = useGridKeys()
  const names = roles.map(({ name }) => name)
  const rules = { entity: doc, grants, masks }
  const shown = roles.filter(({ name }) => grants.some((grant) => grant.doc.role === name))
  if (shown.length === 0) return <p className="b-access__empty">{t('design.access.noGrants')}</p>
  return (
    <div className="b-matrix__scroll">
      <table ref={grid} className="b-matrix" aria-label={t('design.access.tab.fields')} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{t('design.access.field')}</th>
            {shown.map((role) => (
              <th key={role.key} scope="col">
                {role.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fieldsOf(doc).map((field, row) => {
            const title = titleIn(field.doc.title, language) || field.name
            return (
              <tr key={field.name}>
                <th scope="row" className="b-matrix__field">
                  <span className="truncate">{title}</span>
                </th>
                {shown.map((role, column) => (
                  <td key={role.key}>
                    <EyeCell
                      shown={shownOf(rules, role.name, field.name)}
                      label={t('design.access.cell', { role: role.title, action: title })}
                      at={`${row}:${column}`}
                      onChoose={(next) =>
                        bench.do({
                          label: t('design.access.did.field', { role: role.title, field: title }),
                          changes: setShown(rules, role.name, field.name, next, names),
                        })
                      }
                    />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface EyeCellProps {
  shown: Shown
  label: string
  at: string
  onChoose: (shown: (typeof shownStates)[number]) => void
}

function EyeCell({ shown, label, at, onChoose }: EyeCellProps) {
  const { t } = useWords()
  const Icon = icons[shown]
  const word = t(`design.access.shown.${shown}`)
  return (
    <Popover
      kind="menu"
      label={label}
      width={200}
      trigger={(props) => (
        <button
          type="button"
          className="b-eye"
          data-shown={shown}
          data-at={at}
          aria-label={`${label}: ${word}`}
          title={word}
          {...props}
        >
          <Icon size={15} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => (
        <>
          {shown === 'mixed' && <p className="b-scope__note">{t('design.access.mixedField')}</p>}
          {shownStates.map((state) => {
            const StateIcon = icons[state]
            return (
              <MenuItem
                key={state}
                icon={<StateIcon size={15} />}
                checked={state === shown}
                onSelect={() => {
                  close()
                  onChoose(state)
                }}
              >
                {t(`design.access.shown.${state}`)}
              </MenuItem>
            )
          })}
        </>
      )}
    </Popover>
  )
}
