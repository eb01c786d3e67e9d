import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { type Doc, textAt } from '../core/document.ts'
import { fieldDoc, isRequired, withField, withRequired } from '../core/entity.ts'
import { PropertyFrame, SelectProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { knows } from '../core/types.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import { setTitle, setType } from './commands.ts'
import { FieldName } from './FieldName.tsx'
import { FieldRules } from './FieldRules.tsx'
import { TypeProperties } from './TypeProperties.tsx'
import { TypeSelect } from './TypeSelect.tsx'
import type { EntityEdits } from './useEntityEdits.ts'
import { usePresets } from './usePresets.ts'

interface FieldPanelProps {
  entity: string
  name: string
  edits: EntityEdits
  onRenamed: (name: string) => void
  onClose: () => void
}

/** All that a field can say, the most needed first. */
export function FieldPanel({ entity, name, edits, onRenamed, onClose }: FieldPanelProps) {
  const { t, language } = useWords()
  const presets = usePresets()
  const entityDoc = useDoc('entity', entity)
  const doc = fieldDoc(entityDoc, name)
  if (!entityDoc || !doc) return null
  const type = textAt(doc, 'x-field')
  const set = (member: string, value: unknown, typing = false) =>
    edits.change(name, (now) => withField(now, name, { [member]: value }), typing ? member : undefined)
  return (
    <>
      <header className="b-panel__head">
        <IconButton label={t('design.entity.toEntity')} icon={<ArrowLeft size={15} />} onClick={onClose} />
        <div>
          <h2 className="truncate">{titleIn(doc.title, language) || name}</h2>
          <p>
            {name} · {t(`design.core.type.${type}`, { defaultValue: type })}
          </p>
        </div>
      </header>
      <div className="b-panel__body">
        <TextProperty
          label={t('design.entity.prop.title')}
          value={titleIn(doc.title, language)}
          onChange={(value) => edits.change(name, (now) => setTitle(now, name, language, value), 'title')}
        />
        <TextProperty
          long
          label={t('design.entity.prop.description')}
          value={titleIn(doc.description, language)}
          onChange={(value) => set('description', withTitle(doc.description, language, value), true)}
        />
        <PropertyFrame id="b-field-type" label={t('design.entity.prop.type')}>
          <TypeSelect
            id="b-field-type"
            value={type}
            label={t('design.entity.prop.type')}
            onChange={(next) => edits.change(name, (now) => setType(now, name, next, presets))}
          />
        </PropertyFrame>
        <SwitchProperty
          label={t('design.entity.required')}
          value={isRequired(entityDoc, name)}
          onChange={(value) => edits.change(name, (now) => withRequired(now, name, value))}
        />
        <TypeProperties entity={entity} name={name} doc={doc} set={set} edits={edits} />
        <Group title={t('design.entity.rules')} open={hasRules(doc)}>
          <FieldRules entity={entity} name={name} doc={doc} set={set} />
        </Group>
        <Group title={t('design.entity.advanced')}>
          <FieldName entity={entity} name={name} edits={edits} onRenamed={onRenamed} />
          {(['x-unique', 'x-search', 'readOnly', 'x-set-once'] as const).map(
            (member) =>
              knows(type, member) && (
                <SwitchProperty
                  key={member}
                  label={t(`design.entity.prop.${member}`)}
                  hint={member === 'x-set-once' ? t('design.entity.hint.x-set-once') : undefined}
                  value={doc[member] === true}
                  onChange={(value) => set(member, value || undefined)}
                />
              ),
          )}
          <SelectProperty
            label={t('design.entity.prop.x-grade')}
            hint={t('design.entity.hint.x-grade')}
            value={textAt(doc, 'x-grade') || undefined}
            none={t('design.entity.none')}
            choices={['public', 'internal', 'confidential', 'secret'].map((value) => ({
              value,
              label: t(`design.entity.grade.${value}`),
            }))}
            onChange={(value) => set('x-grade', value)}
          />
        </Group>
      </div>
    </>
  )
}

/** Sets a member of the field; typing joins what follows each other to one step. */
export type SetMember = (member: string, value: unknown, typing?: boolean) => void

const ruleMembers = ['x-visible', 'x-required', 'x-read-only', 'x-default', 'x-autofill']

function hasRules(doc: Doc): boolean {
  return ruleMembers.some((member) => textAt(doc, member) !== '')
}

/** Properties that not everybody needs. */
export function Group({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className="b-group" open={open}>
      <summary>{title}</summary>
      <div className="b-group__body">{children}</div>
    </details>
  )
}
