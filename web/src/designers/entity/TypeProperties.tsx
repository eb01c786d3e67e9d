import { type Doc, listAt, textAt } from '../core/document.ts'
import { NumberProperty, SelectProperty, TextProperty } from '../core/Property.tsx'
import { titleIn } from '../core/title.ts'
import { knows } from '../core/types.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { ComputedProperties } from './ComputedProperties.tsx'
import { FieldOptions } from './FieldOptions.tsx'
import type { SetMember } from './FieldPanel.tsx'
import { numberPreview } from './numberPreview.ts'
import type { EntityEdits } from './useEntityEdits.ts'

interface TypePropertiesProps {
  entity: string
  name: string
  doc: Doc
  set: SetMember
  edits: EntityEdits
}

/** What fields of one type can say besides what all can: the published schema tells which. */
export function TypeProperties({ entity, name, doc, set, edits }: TypePropertiesProps) {
  const { t } = useWords()
  const type = textAt(doc, 'x-field')
  const has = (member: string) => knows(type, member)
  const number = (member: string) => (typeof doc[member] === 'number' ? (doc[member] as number) : undefined)
  return (
    <>
      {(type === 'choice' || type === 'choices') && <FieldOptions {...{ entity, name, doc, edits }} />}
      {has('x-entity') && <TargetProperties doc={doc} set={set} />}
      {type === 'autonumber' && (
        <TextProperty
          mono
          label={t('design.entity.prop.pattern')}
          hint={t('design.entity.hint.autonumber', { preview: numberPreview(textAt(doc, 'pattern')) })}
          value={textAt(doc, 'pattern')}
          onChange={(value) => set('pattern', value || undefined, true)}
        />
      )}
      <ComputedProperties entity={entity} name={name} doc={doc} set={set} />
      {has('x-region') && (
        <TextProperty
          label={t('design.entity.prop.x-region')}
          hint={t('design.entity.hint.x-region')}
          value={textAt(doc, 'x-region')}
          onChange={(value) => set('x-region', value.toUpperCase() || undefined, true)}
        />
      )}
      {has('x-currency') && (
        <TextProperty
          label={t('design.entity.prop.x-currency')}
          hint={t('design.entity.hint.x-currency')}
          value={textAt(doc, 'x-currency')}
          onChange={(value) => set('x-currency', value.toUpperCase() || undefined, true)}
        />
      )}
      {(
        [
          'x-scale',
          'minimum',
          'maximum',
          'minLength',
          'maxLength',
          'x-max-size',
          'x-max-items',
          'x-max',
        ] as const
      ).map(
        (member) =>
          has(member) && (
            <NumberProperty
              key={member}
              label={t(`design.entity.prop.${member}`)}
              value={number(member)}
              min={member === 'minimum' || member === 'maximum' ? undefined : 0}
              onChange={(value) => set(member, value, true)}
            />
          ),
      )}
      {has('x-accept') && (
        <TextProperty
          label={t('design.entity.prop.x-accept')}
          hint={t('design.entity.hint.x-accept')}
          value={listAt<string>(doc, 'x-accept').join(', ')}
          onChange={(value) => {
            const list = value.split(/[,\s]+/).filter((one) => one !== '')
            set('x-accept', list.length > 0 ? list : undefined, true)
          }}
        />
      )}
      {type !== 'autonumber' && has('pattern') && (
        <TextProperty
          mono
          label={t('design.entity.prop.regex')}
          hint={t('design.entity.hint.regex')}
          value={textAt(doc, 'pattern')}
          onChange={(value) => set('pattern', value || undefined, true)}
        />
      )}
      {has('default') && <DefaultProperty doc={doc} set={set} />}
    </>
  )
}

function TargetProperties({ doc, set }: { doc: Doc; set: SetMember }) {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const type = textAt(doc, 'x-field')
  const target = textAt(doc, 'x-entity')
  return (
    <>
      <SelectProperty
        label={t('design.entity.prop.x-entity')}
        problem={target === '' ? t('design.entity.chooseTarget') : undefined}
        value={target || undefined}
        choices={entities.map((entity) => ({
          value: entity.name,
          label: titleIn(entity.doc.title, language) || entity.name,
        }))}
        onChange={(value) => set('x-entity', value ?? '')}
      />
      {knows(type, 'x-on-delete') && (
        <SelectProperty
          label={t('design.entity.prop.x-on-delete')}
          value={textAt(doc, 'x-on-delete') || undefined}
          none={t('design.entity.none')}
          choices={['restrict', 'clear', 'cascade'].map((value) => ({
            value,
            label: t(`design.entity.onDelete.${value}`),
          }))}
          onChange={(value) => set('x-on-delete', value)}
        />
      )}
    </>
  )
}

/** What a new record begins with. Options have theirs at the option itself. */
function DefaultProperty({ doc, set }: { doc: Doc; set: SetMember }) {
  const { t } = useWords()
  const type = textAt(doc, 'x-field')
  const label = t('design.entity.prop.default')
  if (['choice', 'choices', 'tags', 'json', 'users'].includes(type)) return null
  if (type === 'boolean')
    return (
      <SelectProperty
        label={label}
        none={t('design.entity.none')}
        value={doc.default === undefined ? undefined : String(doc.default)}
        choices={[
          { value: 'true', label: t('value.yes') },
          { value: 'false', label: t('value.no') },
        ]}
        onChange={(value) => set('default', value === undefined ? undefined : value === 'true')}
      />
    )
  if (['integer', 'number', 'money', 'percent', 'rating', 'duration'].includes(type))
    return (
      <NumberProperty
        label={label}
        value={typeof doc.default === 'number' ? doc.default : undefined}
        onChange={(value) => set('default', value, true)}
      />
    )
  return (
    <TextProperty
      label={label}
      hint={type === 'date' || type === 'datetime' ? t('design.entity.hint.dateDefault') : undefined}
      value={typeof doc.default === 'string' ? doc.default : ''}
      onChange={(value) => set('default', value || undefined, true)}
    />
  )
}
