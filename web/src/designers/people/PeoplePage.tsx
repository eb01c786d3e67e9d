import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, UserPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button, IconButton } from '@/components/Button.tsx'
import { Mark } from '@/components/Mark.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { TextInput } from '@/lib/ant/Input.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { useWords } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { AddPerson } from './AddPerson.tsx'
import { InvitationDialog } from './InvitationDialog.tsx'
import './people.css'
import { loadPeople, loadRoles, type Person, type RoleRecord, withTitles } from './people.ts'
import { RolesOf } from './RolesOf.tsx'

/** Everybody who can sign in, with their roles; the way to more of them. */
export default function PeoplePage() {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [adding, setAdding] = useState(false)
  const wanted = useSettled(text, 250)
  const may = useMe().data?.permissions.includes('users') ?? false
  const people = useQuery({
    queryKey: ['design', 'people', wanted],
    queryFn: ({ signal }) => loadPeople(wanted, signal),
    placeholderData: keepPreviousData,
  })
  const { data: records } = useQuery({
    queryKey: ['design', 'roles'],
    queryFn: ({ signal }) => loadRoles(signal),
  })
  const { roles: drawn } = useRoles()
  const titles = useMemo(() => new Map(drawn.map(({ name, title }) => [name, title])), [drawn])
  const roles = useMemo(() => withTitles(records ?? [], titles), [records, titles])
  const shown = useMemo(
    () => people.data?.map((person) => ({ ...person, roles: withTitles(person.roles, titles) })),
    [people.data, titles],
  )
  return (
    <div className="b-people">
      <div className="b-people__head">
        <TextInput
          allowClear
          value={text}
          placeholder={t('design.people.find')}
          aria-label={t('design.people.find')}
          onChange={(event) => setText(event.target.value)}
        />
        {may && (
          <Button look="primary" icon={<UserPlus size={14} />} onClick={() => setAdding(true)}>
            {t('design.people.add')}
          </Button>
        )}
      </div>
      <p className="b-people__ways">
        <Link to="/e/$entity" params={{ entity: 'department' }} search={{ view: 'department.tree' }}>
          {t('design.people.departments')}
        </Link>
        <Link to="/e/$entity" params={{ entity: 'team' }}>
          {t('design.people.teams')}
        </Link>
        <Link to="/e/$entity" params={{ entity: 'user_role' }}>
          {t('design.people.assignments')}
        </Link>
      </p>
      {people.isPending && <Skeleton width={420} height={16} />}
      {people.isError && (
        <Notice icon={<UserPlus size={20} />} title={t('failed.title')} alert>
          {people.error.message}
        </Notice>
      )}
      {shown && <PeopleTable people={shown} roles={roles} may={may} />}
      {people.data?.length === 0 && <p>{t('design.people.nobody')}</p>}
      {adding && <AddPerson roles={roles} onClose={() => setAdding(false)} />}
    </div>
  )
}

interface PeopleTableProps {
  people: readonly Person[]
  roles: readonly RoleRecord[]
  may: boolean
}

function PeopleTable({ people, roles, may }: PeopleTableProps) {
  const { t } = useWords()
  const [inviting, setInviting] = useState<Person>()
  if (people.length === 0) return null
  return (
    <div className="b-people__scroll">
      {inviting && <InvitationDialog person={inviting} onClose={() => setInviting(undefined)} />}
      <table className="b-people__table">
        <thead>
          <tr>
            <th scope="col">{t('design.people.name')}</th>
            <th scope="col">{t('design.people.department')}</th>
            <th scope="col">{t('design.people.roles')}</th>
            {may && <td />}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} data-inactive={!person.active || undefined}>
              <th scope="row">
                <Link to="/e/$entity/$id" params={{ entity: 'user', id: person.id }} className="b-person">
                  <Mark name={person.name} round size={24} />
                  <span className="b-person__text">
                    <span className="truncate">{person.name}</span>
                    <span className="b-person__mail truncate">
                      {person.email}
                      {!person.active && ` · ${t('design.people.inactive')}`}
                    </span>
                  </span>
                </Link>
              </th>
              <td>{person.department}</td>
              <td>
                <RolesOf person={person} roles={roles} may={may} />
              </td>
              {may && (
                <td className="b-people__acts">
                  {person.active && (
                    <IconButton
                      label={t('design.people.link', { name: person.name })}
                      icon={<KeyRound size={15} />}
                      onClick={() => setInviting(person)}
                    />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
