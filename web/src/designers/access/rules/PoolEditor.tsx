import { useMemo } from 'react'
import { ConditionProperty } from '../../core/condition/ConditionProperty.tsx'
import { listAt, objectAt, textAt } from '../../core/document.ts'
import { fieldTitle } from '../../core/entity.ts'
import { ManyProperty, SelectProperty, SwitchProperty } from '../../core/Property.tsx'
import { titleIn } from '../../core/title.ts'
import { useDocs, useWords } from '../../core/useBench.ts'
import { commonShows } from './choices.ts'
import { type MaskedField, setMasked, setMember, setPart, setReturn } from './commands.ts'
import { type EditorProps, Group, Limit, Member } from './editor.tsx'
import { activitiesOf } from './path.ts'
import { When } from './RestrictionEditors.tsx'
import { FieldNames } from './ScopeEditor.tsx'

/** Who sees, claims and assigns records that nobody owns, and how many. */
export function PoolEditor(props: EditorProps) {
  const { t } = useWords()
  const { rule, choices, change } = props
  return (
    <>
      <Member name="members">
        <ManyProperty
          label={t('design.access.rules.prop.members')}
          hint={t('design.access.rules.hint.members')}
          value={listAt<string>(rule, 'members')}
          choices={choices.roles}
          onChange={(value) => value.length > 0 && change((now) => setMember(now, 'members', value))}
        />
      </Member>
      <Member name="admins">
        <ManyProperty
          label={t('design.access.rules.prop.admins')}
          hint={t('design.access.rules.hint.admins')}
          value={listAt<string>(rule, 'admins')}
          choices={choices.roles}
          onChange={(value) => change((now) => setMember(now, 'admins', value))}
        />
      </Member>
      <When {...props} />
      <PoolFields {...props} />
      <PoolClaims {...props} />
      <PoolReturn {...props} />
    </>
  )
}

/** What members do not see, or only in part, until they have claimed a record. */
function PoolFields({ entity, rule, choices, change }: EditorProps) {
  const { t } = useWords()
  const masked = listAt<MaskedField>(rule, 'masked')
  return (
    <Group title={t('design.access.rules.untilClaimed')} open>
      <Member name="hidden">
        <FieldNames
          label={t('design.access.rules.prop.hidden')}
          value={listAt<string>(rule, 'hidden')}
          choices={choices}
          onChange={(value) => change((now) => setMember(now, 'hidden', value))}
        />
      </Member>
      <Member name="masked">
        <FieldNames
          label={t('design.access.rules.prop.masked')}
          value={masked.map(({ field }) => field)}
          choices={choices}
          onChange={(value) => change((now) => setMasked(now, entity, value))}
        />
        {masked.map(({ field, show }) => (
          <SelectProperty
            key={field}
            label={t('design.access.rules.showOf', { field: choices.words.field(field) })}
            value={show}
            choices={choices.named(commonShows(entity, [field]), 'access.rules.show')}
            onChange={(value) =>
              value &&
              change((now) =>
                setMember(
                  now,
                  'masked',
                  masked.map((one) => (one.field === field ? { field, show: value } : one)),
                ),
              )
            }
          />
        ))}
      </Member>
    </Group>
  )
}

const limits = { perDay: 100_000, holds: 10_000_000, coolDown: 87_600, entryHours: 8760 } as const

function PoolClaims({ entity, rule, change }: EditorProps) {
  const { t } = useWords()
  const claim = objectAt(rule, 'claim')
  return (
    <Group title={t('design.access.rules.claims')} open>
      <Member name="claim">
        {(Object.keys(limits) as (keyof typeof limits)[]).map((name) => (
          <Limit
            key={name}
            name={name}
            value={claim[name]}
            max={limits[name]}
            onChange={(value) => change((now) => setPart(now, 'claim', name, value), name)}
          />
        ))}
        <ConditionProperty
          label={t('design.access.rules.prop.claimExcept')}
          entity={textAt(entity, 'name')}
          value={textAt(claim, 'except')}
          onChange={(value) => change((now) => setPart(now, 'claim', 'except', value), 'claimExcept')}
        />
      </Member>
      <Member name="reason">
        <SwitchProperty
          label={t('design.access.rules.prop.reason')}
          value={rule.reason === true}
          onChange={(value) => change((now) => setMember(now, 'reason', value))}
        />
      </Member>
    </Group>
  )
}

/** When records come back that nobody works on. */
function PoolReturn({ entity, rule, change }: EditorProps) {
  const { t } = useWords()
  const name = textAt(entity, 'name')
  const back = objectAt(rule, 'return')
  const activities = useActivities(name)
  const days = typeof back.days === 'number' ? back.days : undefined
  const remind = listAt<number>(back, 'remind').map(String)
  const choosable = [...new Set(['1', '2', '3', '5', '7', '14', ...remind])].filter(
    (one) => days !== undefined && Number(one) < days,
  )
  return (
    <Group title={t('design.access.rules.returns')} open={days !== undefined}>
      <Member name="return">
        <Limit
          name="days"
          value={days}
          min={1}
          max={3650}
          onChange={(value) =>
            change((now) => setReturn(now, value, activities[0]?.value ?? 'updated_at'), 'days')
          }
        />
        {days !== undefined && (
          <>
            <SelectProperty
              label={t('design.access.rules.prop.activity')}
              value={textAt(back, 'activity')}
              choices={activities}
              onChange={(value) => value && change((now) => setPart(now, 'return', 'activity', value))}
            />
            <ManyProperty
              label={t('design.access.rules.prop.remind')}
              value={remind}
              choices={choosable.map((value) => ({
                value,
                label: t('design.access.rules.daysBefore', { count: Number(value) }),
              }))}
              onChange={(value) =>
                change((now) => setPart(now, 'return', 'remind', value.map(Number).slice(0, 5)))
              }
            />
            <ConditionProperty
              label={t('design.access.rules.prop.protect')}
              entity={name}
              value={textAt(back, 'protect')}
              onChange={(value) => change((now) => setPart(now, 'return', 'protect', value), 'protect')}
            />
          </>
        )}
      </Member>
    </Group>
  )
}

/** Where work on a record shows: choices with names. */
function useActivities(entity: string) {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  return useMemo(() => {
    const docs = entities.map(({ doc }) => doc)
    const own = docs.find((doc) => textAt(doc, 'name') === entity)
    return activitiesOf(docs, entity).map((value) => {
      const [far = '', field = ''] = value.split('.')
      if (value === 'updated_at') return { value, label: t('design.access.rules.lastChange') }
      if (field === '') return { value, label: fieldTitle(own, value, language) }
      const other = docs.find((doc) => textAt(doc, 'name') === far)
      const label = t('design.access.rules.leadingHere', {
        entity: titleIn(other?.title, language) || far,
        field: fieldTitle(other, field, language),
      })
      return { value, label }
    })
  }, [entities, entity, language, t])
}
