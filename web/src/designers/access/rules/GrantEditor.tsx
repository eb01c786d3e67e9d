import { ConditionProperty } from '../../core/condition/ConditionProperty.tsx'
import { listAt, objectAt, textAt, withMembers } from '../../core/document.ts'
import { ManyProperty, SelectProperty, SwitchProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import { actionNames, channelNames } from './choices.ts'
import { setMember } from './commands.ts'
import { type EditorProps, Group, Member } from './editor.tsx'
import { FieldSetEditor } from './FieldSetEditor.tsx'
import { FieldNames, ScopeEditor } from './ScopeEditor.tsx'
import { setActionScope, setActions } from './scope.ts'

/** All that a grant can say. */
export function GrantEditor(props: EditorProps) {
  const { t } = useWords()
  const { entity, rule, choices, change } = props
  const set = (member: string, value: unknown, run?: string) =>
    change((now) => setMember(now, member, value), run)
  const hands = ['create', 'transfer', 'assign'].some((one) => listAt(rule, 'actions').includes(one))
  return (
    <>
      <Member name="role">
        <SelectProperty
          label={t('design.access.role')}
          value={textAt(rule, 'role') || undefined}
          none={rule.direct === true ? t('design.access.rules.noRole') : undefined}
          choices={choices.roles}
          onChange={(value) => change((now) => withMembers(now, { role: value }))}
        />
      </Member>
      <Member name="actions">
        <ManyProperty
          label={t('design.access.rules.prop.actions')}
          value={listAt<string>(rule, 'actions')}
          choices={choices.named(actionNames, 'core.action')}
          onChange={(value) => value.length > 0 && change((now) => setActions(now, value))}
        />
      </Member>
      <Member name="scope">
        <ScopeEditor
          label={t('design.access.rules.prop.scope')}
          entity={entity}
          scope={rule.scope}
          choices={choices}
          onChange={(value) => set('scope', value)}
        />
      </Member>
      <Member name="when">
        <ConditionProperty
          label={t('design.access.rules.prop.when')}
          entity={textAt(entity, 'name')}
          hint={t('design.access.rules.hint.when')}
          value={textAt(rule, 'when')}
          onChange={(value) => set('when', value, 'when')}
        />
      </Member>
      <Member name="read">
        <FieldSetEditor
          label={t('design.access.rules.prop.read')}
          none={t('design.access.rules.fieldSet.none')}
          set={rule.read}
          choices={choices}
          onChange={(value) => set('read', value)}
        />
      </Member>
      <Member name="write">
        <FieldSetEditor
          label={t('design.access.rules.prop.write')}
          none={t('design.access.rules.fieldSet.none')}
          set={rule.write}
          choices={choices}
          onChange={(value) => set('write', value)}
        />
      </Member>
      {hands && (
        <Member name="to">
          <ScopeEditor
            label={t('design.access.rules.prop.to')}
            entity={entity}
            scope={rule.to ?? 'none'}
            choices={choices}
            onChange={(value) => set('to', value === 'none' ? undefined : value)}
          />
        </Member>
      )}
      <ActionScopes {...props} />
      <GrantMore {...props} />
    </>
  )
}

/** Other scopes of single actions. */
function ActionScopes({ entity, rule, choices, change }: EditorProps) {
  const { t } = useWords()
  const scopes = objectAt(rule, 'scopes')
  const others = listAt<string>(rule, 'actions').filter((action) => !(action in scopes))
  const title = (action: string) => t(`design.core.action.${action}`, { defaultValue: action })
  return (
    <Group title={t('design.access.rules.otherScopes')} open={Object.keys(scopes).length > 0}>
      <Member name="scopes">
        {Object.entries(scopes).map(([action, scope]) => (
          <ScopeEditor
            key={action}
            label={title(action)}
            entity={entity}
            scope={scope}
            choices={choices}
            onChange={(value) => change((now) => setActionScope(now, action, value))}
          />
        ))}
      </Member>
      <SelectProperty
        label={t('design.access.rules.addScope')}
        value={undefined}
        none={t('design.access.rules.chooseAction')}
        choices={others.map((value) => ({ value, label: title(value) }))}
        onChange={(action) =>
          action && change((now) => setActionScope(now, action, now.scope === 'all' ? 'own' : 'all'))
        }
      />
    </Group>
  )
}

/** What few grants say. */
function GrantMore({ entity, rule, choices, change }: EditorProps) {
  const { t } = useWords()
  const set = (member: string, value: unknown, run?: string) =>
    change((now) => setMember(now, member, value), run)
  const used = ['result', 'channels', 'find', 'once', 'direct'].some((member) => rule[member] !== undefined)
  return (
    <Group title={t('design.access.rules.more')} open={used}>
      <Member name="result">
        <ConditionProperty
          label={t('design.access.rules.prop.result')}
          entity={textAt(entity, 'name')}
          hint={t('design.access.rules.hint.result')}
          value={textAt(rule, 'result')}
          onChange={(value) => set('result', value, 'result')}
        />
      </Member>
      <Member name="channels">
        <ManyProperty
          label={t('design.access.rules.prop.channels')}
          hint={t('design.access.rules.hint.channels')}
          value={listAt<string>(rule, 'channels')}
          choices={choices.named(channelNames, 'access.rules.channel')}
          onChange={(value) => set('channels', value)}
        />
      </Member>
      <Member name="find">
        <FieldSetEditor
          label={t('design.access.rules.prop.find')}
          none={t('design.access.rules.fieldSet.allReadable')}
          set={rule.find}
          choices={choices}
          onChange={(value) => set('find', value)}
        />
      </Member>
      <Member name="once">
        <FieldNames
          label={t('design.access.rules.prop.once')}
          hint={t('design.access.rules.hint.once')}
          value={listAt<string>(rule, 'once')}
          choices={choices}
          onChange={(value) => set('once', value)}
        />
      </Member>
      <Member name="direct">
        <SwitchProperty
          label={t('design.access.rules.prop.direct')}
          hint={t('design.access.rules.hint.direct')}
          value={rule.direct === true}
          onChange={(value) => set('direct', value)}
        />
      </Member>
    </Group>
  )
}
