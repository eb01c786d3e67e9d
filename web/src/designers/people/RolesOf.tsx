import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Pill } from '@/components/Mark.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { showToast } from '@/components/toast.ts'
import { useWords } from '../core/useBench.ts'
import { type Person, type RoleRecord, setRole } from './people.ts'

interface RolesOfProps {
  person: Person
  roles: readonly RoleRecord[]
  may: boolean
}

/** The roles of somebody; who may gives and takes them here. */
export function RolesOf({ person, roles, may }: RolesOfProps) {
  const { t } = useWords()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ role, given }: { role: RoleRecord; given: boolean }) => setRole(person, role, given),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['design', 'people'] }),
  })
  const label = t('design.people.rolesOf', { name: person.name })
  const pills = person.roles.map(({ assignment, title }) => <Pill key={assignment}>{title}</Pill>)
  if (!may) return <span className="b-people__roles">{pills}</span>
  return (
    <Popover
      kind="menu"
      width={240}
      label={label}
      trigger={(props) => (
        <button type="button" className="b-people__roles" aria-label={label} {...props}>
          {pills}
          <Plus size={14} aria-hidden="true" />
        </button>
      )}
    >
      {() =>
        roles.map((role) => {
          const given = person.roles.some((one) => one.role === role.id)
          return (
            <MenuItem
              key={role.id}
              choice="many"
              checked={given}
              onSelect={() => change.mutate({ role, given: !given })}
            >
              {role.title}
            </MenuItem>
          )
        })
      }
    </Popover>
  )
}
