import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Copy, ShieldQuestion, Trash2 } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'
import roleSchema from '../../../../engine/definition/schemas/role.json'
import { listAt } from '../core/document.ts'
import { ManyProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import { type RoleRow, useRoles } from '../core/useRoles.ts'
import { Holders } from './Holders.tsx'
import './roles.css'
import { RoleAccess } from './RoleAccess.tsx'
import { inheritable, setIncompatible, setPermission } from './roles.ts'
import { useRoleEdits } from './useRoleEdits.ts'

const permissions: readonly string[] = roleSchema.properties.permissions.items.enum

/** One role: what it is called and has, what it may do, and who has it. */
export default function RolePage() {
  const { t } = useWords()
  const { name = '' } = useParams({ strict: false }) as { name?: string }
  const { roles } = useRoles()
  const role = roles.find((one) => one.name === name)
  if (!role)
    return (
      <Notice
        icon={<ShieldQuestion size={20} />}
        title={t('design.roles.gone')}
        actions={<Link to="/design/roles">{t('design.roles.toAll')}</Link>}
      />
    )
  return (
    <div className="b-roles b-roles--one">
      <RoleProperties key={role.name} role={role} roles={roles} />
      <div className="b-roles__does">
        <RoleAccess role={role} roles={roles} />
        <Holders role={role.name} />
      </div>
    </div>
  )
}

interface RolePropertiesProps {
  role: RoleRow
  roles: readonly RoleRow[]
}

function RoleProperties({ role, roles }: RolePropertiesProps) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const navigate = useNavigate()
  const edits = useRoleEdits()
  const { doc } = role
  const choices = (names: readonly string[]) =>
    roles.filter(({ name }) => names.includes(name)).map(({ name, title }) => ({ value: name, label: title }))
  const others = roles.map(({ name }) => name).filter((name) => name !== role.name && name !== 'everyone')
  return (
    <section className="b-roles__props" aria-label={t('design.roles.properties')}>
      <TextProperty
        label={t('design.roles.title')}
        value={titleIn(doc.title, language)}
        onChange={(value) =>
          edits.change(
            role,
            role.title,
            { title: withTitle(doc.title, language, value) ?? role.name },
            'title',
          )
        }
      />
      <TextProperty
        long
        label={t('design.roles.description')}
        value={titleIn(doc.description, language)}
        onChange={(value) =>
          edits.change(
            role,
            role.title,
            { description: withTitle(doc.description, language, value) },
            'description',
          )
        }
      />
      <ManyProperty
        label={t('design.roles.inheritsOf')}
        hint={t('design.roles.inheritsHint')}
        value={listAt<string>(doc, 'inherits')}
        choices={choices(inheritable(roles, role.name).filter((one) => one !== 'everyone'))}
        onChange={(value) =>
          edits.change(role, role.title, { inherits: value.length > 0 ? value : undefined })
        }
      />
      <ManyProperty
        label={t('design.roles.incompatible')}
        hint={t('design.roles.incompatibleHint')}
        value={listAt<string>(doc, 'incompatible')}
        choices={choices(others)}
        onChange={(value) =>
          bench.do({
            label: t('design.roles.did.change', { title: role.title }),
            changes: setIncompatible(roles, role.name, value),
          })
        }
      />
      <fieldset className="b-roles__permissions">
        <legend>{t('design.roles.system')}</legend>
        {permissions.map((permission) => (
          <SwitchProperty
            key={permission}
            label={t(`design.roles.permission.${permission}`)}
            value={listAt<string>(doc, 'permissions').includes(permission)}
            disabled={doc.owner === true}
            onChange={(given) => {
              const next = setPermission(doc, permission, given, permissions)
              edits.change(role, role.title, { permissions: next.permissions })
            }}
          />
        ))}
        {doc.owner === true && <p className="b-prop__hint">{t('design.roles.owner')}</p>}
      </fieldset>
      <div className="b-roles__acts">
        <Button
          icon={<Copy size={14} />}
          onClick={() => void navigate({ to: '/design/roles/$name', params: { name: edits.copy(role) } })}
        >
          {t('design.roles.copyThis')}
        </Button>
        {edits.removable(role) && (
          <Button
            icon={<Trash2 size={14} />}
            onClick={() => {
              edits.remove(role)
              void navigate({ to: '/design/roles' })
            }}
          >
            {t('design.roles.removeThis')}
          </Button>
        )}
      </div>
      <p className="b-prop__hint">
        {t('design.roles.name')} <code className="b-mono">{role.name}</code>
      </p>
    </section>
  )
}
