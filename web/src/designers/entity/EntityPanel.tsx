import { EntityIcon } from '@/components/EntityIcon.tsx'
import { textAt, withMembers } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { IconPicker } from '../core/IconPicker.tsx'
import { canLabel } from '../core/newEntity.ts'
import { SelectProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import { DeleteEntity } from './DeleteEntity.tsx'
import { Group } from './FieldPanel.tsx'
import type { EntityEdits } from './useEntityEdits.ts'

/** What an entity says of itself: title, icon, which field names its records, who owns them. */
export function EntityPanel({ entity, edits }: { entity: string; edits: EntityEdits }) {
  const { t, language } = useWords()
  const doc = useDoc('entity', entity)
  if (!doc) return null
  const set = (member: string, value: unknown, typing = false) =>
    edits.changeEntity((now) => withMembers(now, { [member]: value }), typing ? member : undefined)
  const choices = (...types: string[]) =>
    fieldsOf(doc)
      .filter((field) => types.includes(textAt(field.doc, 'x-field')))
      .map((field) => ({ value: field.name, label: titleIn(field.doc.title, language) || field.name }))
  const color = textAt(doc, 'x-color') || 'gray'
  return (
    <>
      <header className="b-panel__head">
        <EntityIcon icon={textAt(doc, 'x-icon')} color={color} />
        <div>
          <h2 className="truncate">{titleIn(doc.title, language) || entity}</h2>
          <p>{t('design.entity.fieldCount', { count: fieldsOf(doc).length })}</p>
        </div>
      </header>
      <div className="b-panel__body">
        <TextProperty
          label={t('design.entity.prop.title')}
          value={titleIn(doc.title, language)}
          onChange={(value) => set('title', withTitle(doc.title, language, value) ?? entity, true)}
        />
        <TextProperty
          label={t('design.entity.prop.plural')}
          hint={t('design.entity.hint.plural')}
          value={titleIn(doc['x-plural'], language)}
          onChange={(value) => set('x-plural', withTitle(doc['x-plural'], language, value), true)}
        />
        <IconPicker
          icon={textAt(doc, 'x-icon')}
          onIcon={(icon) => set('x-icon', icon)}
          tile={{ color, onColor: (next) => set('x-color', next) }}
        />
        <SelectProperty
          label={t('design.entity.prop.x-label')}
          hint={t('design.entity.hint.x-label')}
          none={t('design.entity.none')}
          value={textAt(doc, 'x-label') || undefined}
          choices={fieldsOf(doc)
            .filter((field) => canLabel(field.doc))
            .map((field) => ({ value: field.name, label: titleIn(field.doc.title, language) || field.name }))}
          onChange={(value) => set('x-label', value)}
        />
        <SelectProperty
          label={t('design.entity.prop.x-owner')}
          hint={t('design.entity.hint.x-owner')}
          none={t('design.entity.noOwner')}
          value={textAt(doc, 'x-owner') || undefined}
          choices={choices('user')}
          onChange={(value) => set('x-owner', value)}
        />
        <TextProperty
          long
          label={t('design.entity.prop.description')}
          value={titleIn(doc.description, language)}
          onChange={(value) => set('description', withTitle(doc.description, language, value), true)}
        />
        <Group title={t('design.entity.advanced')}>
          <TextProperty
            mono
            disabled
            label={t('design.entity.prop.name')}
            hint={t('design.entity.hint.entityName')}
            value={entity}
            onChange={() => undefined}
          />
          <SelectProperty
            label={t('design.entity.prop.x-parent')}
            hint={t('design.entity.hint.x-parent')}
            none={t('design.entity.none')}
            value={textAt(doc, 'x-parent') || undefined}
            choices={choices('relation')}
            onChange={(value) => set('x-parent', value)}
          />
          <SelectProperty
            label={t('design.entity.prop.x-tree')}
            none={t('design.entity.none')}
            value={textAt(doc, 'x-tree') || undefined}
            choices={fieldsOf(doc)
              .filter((field) => field.doc['x-entity'] === entity && field.doc['x-field'] === 'relation')
              .map((field) => ({
                value: field.name,
                label: titleIn(field.doc.title, language) || field.name,
              }))}
            onChange={(value) => set('x-tree', value)}
          />
          <SelectProperty
            label={t('design.entity.prop.x-access')}
            value={textAt(doc, 'x-access') || 'private'}
            choices={['private', 'readable', 'writable'].map((value) => ({
              value,
              label: t(`design.entity.access.${value}`),
            }))}
            onChange={(value) => set('x-access', value === 'private' ? undefined : value)}
          />
          <SwitchProperty
            label={t('design.entity.prop.x-menu')}
            value={doc['x-menu'] !== false}
            onChange={(value) => set('x-menu', value ? undefined : false)}
          />
          <DeleteEntity entity={entity} />
        </Group>
      </div>
    </>
  )
}
