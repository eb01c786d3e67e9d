import { ConditionProperty } from '../../core/condition/ConditionProperty.tsx'
import { listAt, objectAt, textAt } from '../../core/document.ts'
import { ManyProperty, SelectProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import { actionNames, bindingActions, channelNames, commonShows, needNames } from './choices.ts'
import { setMaskFields, setMember, setNeeds, setQuota, setRefusedWhen } from './commands.ts'
import { type EditorProps, Limit, Member } from './editor.tsx'
import { FieldNames } from './ScopeEditor.tsx'

/** What is refused, whatever is granted. */
export function RestrictionEditor(props: EditorProps) {
  const { t } = useWords()
  const { entity, rule, choices, change } = props
  const when = textAt(rule, 'when')
  const { records } = objectAt(rule, 'quota')
  return (
    <>
      <Actions {...props} names={actionNames} />
      <Member name="quota">
        <Limit
          name="quota"
          value={records}
          max={10_000_000}
          onChange={(value) => change((now) => setQuota(now, value), 'quota')}
        />
      </Member>
      {records === undefined && (
        <Member name="when">
          <ConditionProperty
            label={t('design.access.rules.prop.refusedWhen')}
            entity={textAt(entity, 'name')}
            hint={t('design.access.rules.hint.allRecords')}
            value={when === 'true' ? '' : when}
            onChange={(value) => change((now) => setRefusedWhen(now, value), 'when')}
          />
        </Member>
      )}
      <Except {...props} />
      <Member name="channels">
        <ManyProperty
          label={t('design.access.rules.prop.channels')}
          hint={t('design.access.rules.hint.channels')}
          value={listAt<string>(rule, 'channels')}
          choices={choices.named(channelNames, 'access.rules.channel')}
          onChange={(value) => change((now) => setMember(now, 'channels', value))}
        />
      </Member>
    </>
  )
}

/** Which fields are shown in part, how, and to whom not. */
export function MaskEditor(props: EditorProps) {
  const { t } = useWords()
  const { entity, rule, choices, change } = props
  const fields = listAt<string>(rule, 'fields')
  return (
    <>
      <Member name="fields">
        <FieldNames
          label={t('design.access.rules.prop.fields')}
          value={fields}
          choices={choices}
          onChange={(value) => value.length > 0 && change((now) => setMaskFields(now, entity, value))}
        />
      </Member>
      <Member name="show">
        <SelectProperty
          label={t('design.access.rules.prop.show')}
          value={textAt(rule, 'show')}
          choices={choices.named(commonShows(entity, fields), 'access.rules.show')}
          onChange={(value) => value && change((now) => setMember(now, 'show', value))}
        />
      </Member>
      <Except {...props} />
      <When {...props} />
    </>
  )
}

/** What must happen besides, before something is done. */
export function ObligationEditor(props: EditorProps) {
  const { t } = useWords()
  const { rule, choices, change } = props
  const needs = textAt(rule, 'needs')
  return (
    <>
      <Actions {...props} names={bindingActions} />
      <Member name="needs">
        <SelectProperty
          label={t('design.access.rules.prop.needs')}
          value={needs}
          choices={choices.named(needNames, 'access.rules.need')}
          onChange={(value) =>
            value && change((now) => setNeeds(now, value, choices.roles[0]?.value ?? 'administrator'))
          }
        />
      </Member>
      {(needs === 'approval' || needs === 'report') && (
        <Member name="by">
          <SelectProperty
            label={t(`design.access.rules.prop.by.${needs}`)}
            value={textAt(rule, 'by') || undefined}
            choices={choices.roles}
            onChange={(value) => value && change((now) => setMember(now, 'by', value))}
          />
        </Member>
      )}
      <When {...props} />
      <Except {...props} />
    </>
  )
}

function Actions({ rule, choices, change, names }: EditorProps & { names: readonly string[] }) {
  const { t } = useWords()
  return (
    <Member name="actions">
      <ManyProperty
        label={t('design.access.rules.prop.actions')}
        value={listAt<string>(rule, 'actions')}
        choices={choices.named(names, 'core.action')}
        onChange={(value) => value.length > 0 && change((now) => setMember(now, 'actions', value))}
      />
    </Member>
  )
}

function Except({ rule, choices, change }: EditorProps) {
  const { t } = useWords()
  return (
    <Member name="except">
      <ManyProperty
        label={t('design.access.rules.prop.except')}
        placeholder={t('design.access.rules.noException')}
        value={listAt<string>(rule, 'except')}
        choices={choices.roles}
        onChange={(value) => change((now) => setMember(now, 'except', value))}
      />
    </Member>
  )
}

/** On which records a rule holds. */
export function When({ entity, rule, change }: EditorProps) {
  const { t } = useWords()
  return (
    <Member name="when">
      <ConditionProperty
        label={t('design.access.rules.prop.when')}
        entity={textAt(entity, 'name')}
        hint={t('design.access.rules.hint.allRecords')}
        value={textAt(rule, 'when')}
        onChange={(value) => change((now) => setMember(now, 'when', value), 'when')}
      />
    </Member>
  )
}
