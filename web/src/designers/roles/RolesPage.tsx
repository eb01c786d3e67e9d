import { Link } from '@tanstack/react-router'
import { Columns2, Copy, Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/Button.tsx'
import { Pill } from '@/components/Mark.tsx'
import { TextInput } from '@/lib/ant/Input.ts'
import { announce } from '../core/announce.tsx'
import { listAt } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { type RoleRow, useRoles } from '../core/useRoles.ts'
import { CompareRoles } from './CompareRoles.tsx'
import './roles.css'
import { useRoleEdits } from './useRoleEdits.ts'

/** All roles, and the ways to a new one. */
export default function RolesPage() {
  const { t } = useWords()
  const { roles, add } = useRoles()
  const [title, setTitle] = useState('')
  const [comparing, setComparing] = useState(false)
  const create = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return
    add(title.trim())
    announce(t('design.roles.added', { title: title.trim() }))
    setTitle('')
  }
  return (
    <div className="b-roles">
      <p className="b-roles__lead">{t('design.roles.lead')}</p>
      <div className="b-roles__head">
        <form className="b-roles__new" onSubmit={create}>
          <TextInput
            value={title}
            maxLength={100}
            prefix={<Plus size={15} aria-hidden="true" />}
            placeholder={t('design.roles.newHint')}
            aria-label={t('design.roles.new')}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={title.trim() === ''}>
            {t('design.roles.add')}
          </Button>
        </form>
        <Button
          icon={<Columns2 size={14} />}
          aria-pressed={comparing}
          disabled={roles.length < 2}
          onClick={() => setComparing(!comparing)}
        >
          {t('design.roles.compare')}
        </Button>
      </div>
      {comparing && <CompareRoles roles={roles} />}
      <ul className="b-roles__list">
        {roles.map((role) => (
          <RoleLine key={role.key} role={role} />
        ))}
      </ul>
    </div>
  )
}

function RoleLine({ role }: { role: RoleRow }) {
  const { t, language } = useWords()
  const edits = useRoleEdits()
  const permissions = listAt<string>(role.doc, 'permissions')
  const description = titleIn(role.doc.description, language)
  return (
    <li className="b-roles__one">
      <Link to="/design/roles/$name" params={{ name: role.name }} className="b-roles__link">
        <strong className="truncate">{role.title}</strong>
        {description && <span className="truncate">{description}</span>}
        {role.inherits.length > 0 && (
          <span className="truncate">{t('design.roles.inherits', { roles: role.inherits.join(', ') })}</span>
        )}
      </Link>
      {permissions.length > 0 && (
        <Pill color="blue">{t('design.roles.permissions', { count: permissions.length })}</Pill>
      )}
      <IconButton
        label={t('design.roles.copy', { title: role.title })}
        icon={<Copy size={14} />}
        onClick={() => edits.copy(role)}
      />
      {edits.removable(role) && (
        <IconButton
          label={t('design.roles.remove', { title: role.title })}
          icon={<Trash2 size={14} />}
          onClick={() => edits.remove(role)}
        />
      )}
    </li>
  )
}
