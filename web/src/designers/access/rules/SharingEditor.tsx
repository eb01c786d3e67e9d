import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { type Doc, textAt } from '../../core/document.ts'
import { ManyProperty, SelectProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import { fieldsOfTypes, levelNames, type Receiver, receiverNames } from './choices.ts'
import { receiverOf, setMember, setReceiver } from './commands.ts'
import { type EditorProps, Member } from './editor.tsx'
import { PathProperty } from './PathProperty.tsx'
import { When } from './RestrictionEditors.tsx'

/** Which records are shared, with whom, and how far. */
export function SharingEditor(props: EditorProps) {
  const { t } = useWords()
  const { entity, rule, choices, change } = props
  const { receiver, value } = receiverOf(rule)
  const usable = receiverNames.filter((one) => one !== 'field' || receivingFields(entity).length > 0)
  return (
    <>
      <Member name="level">
        <SelectProperty
          label={t('design.access.rules.prop.level')}
          value={textAt(rule, 'level')}
          choices={choices.named(levelNames, 'access.rules.level')}
          onChange={(next) => next && change((now) => setMember(now, 'level', next))}
        />
      </Member>
      <Member name="to">
        <SelectProperty
          label={t('design.access.rules.prop.sharedTo')}
          value={receiver}
          choices={choices.named(usable, 'access.rules.receiver')}
          onChange={(next) => {
            if (!next) return
            const first = next === 'field' ? receivingFields(entity)[0] : undefined
            change((now) => setReceiver(now, next as Receiver, first))
          }}
        />
        <Receivers {...props} receiver={receiver} value={value} />
      </Member>
      <When {...props} />
      <p className="b-prop__hint">{t('design.access.rules.hint.sharing')}</p>
    </>
  )
}

/** The fields that lead to those who can be shared with. */
function receivingFields(entity: Doc): readonly string[] {
  const people = fieldsOfTypes(entity, ['user', 'users', 'department'])
  const relations = fieldsOfTypes(entity, ['relation', 'relations'])
  return [...people, ...relations]
}

function Receivers({
  entity,
  choices,
  change,
  receiver,
  value,
}: EditorProps & { receiver: Receiver; value: unknown }) {
  const { t } = useWords()
  const put = (next: unknown) => change((now) => setReceiver(now, receiver, next))
  const names = Array.isArray(value) ? (value as string[]) : []
  const label = t(`design.access.rules.receiver.${receiver}`)
  switch (receiver) {
    case 'roles':
      return <ManyProperty label={label} value={names} choices={choices.roles} onChange={put} />
    case 'field':
      return (
        <SelectProperty
          label={label}
          value={typeof value === 'string' && value !== '' ? value : undefined}
          choices={choices.fields.filter((field) => receivingFields(entity).includes(field.value))}
          onChange={(next) => next && put(next)}
        />
      )
    case 'readers':
      return (
        <PathProperty
          label={t('design.access.rules.prop.through')}
          entity={textAt(entity, 'name')}
          value={names}
          onChange={put}
        />
      )
    default:
      return <PeopleProperty label={label} kind={receiver} value={names} onChange={put} />
  }
}

interface PeopleProps {
  label: string
  kind: 'users' | 'teams' | 'departments'
  value: readonly string[]
  onChange: (value: string[]) => void
}

/** Users, teams or departments by name. */
function PeopleProperty({ label, kind, value, onChange }: PeopleProps) {
  const entity = kind.slice(0, -1)
  const found = useQuery({
    queryKey: ['design', 'receivers', entity],
    queryFn: ({ signal }) => client.list(entity, { fields: ['name'], limit: 200, sort: ['name'] }, signal),
  })
  const known = (found.data?.data ?? []).map(({ id, name }) => ({ value: id, label: String(name ?? id) }))
  return (
    <ManyProperty
      label={label}
      value={value}
      choices={known}
      problem={found.isError ? found.error.message : undefined}
      onChange={onChange}
    />
  )
}
