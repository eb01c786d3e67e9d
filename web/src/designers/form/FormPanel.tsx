import { RotateCcw } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { keyOf, listAt, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { ManyProperty, NumberProperty, SelectProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { ActionsProperty } from './ActionsProperty.tsx'
import { useFormDesign } from './design.ts'
import { FormList } from './FormList.tsx'
import { PanelFrame } from './PanelFrame.tsx'

/** What the form says of itself, and the other forms of its entity. */
export function FormPanel({ onChoose }: { onChoose: (name: string) => void }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const { entity, entityDoc, name, form, exists, edits } = useFormDesign()
  const forms = useDocs('form', entity)
  const roles = useDocs('role')
  const title = titleIn(form.title, language)
  return (
    <PanelFrame title={title || t('design.form.default')} about={t('design.form.formProperties')}>
      <TextProperty
        label={t('design.form.prop.title')}
        value={title}
        placeholder={t('design.form.default')}
        onChange={(value) => edits.setForm({ title: withTitle(form.title, language, value) }, 'title')}
      />
      <SelectProperty
        label={t('design.form.prop.stage')}
        hint={t('design.form.stageHint')}
        value={textAt(form, 'stage') || undefined}
        none={t('design.form.none')}
        choices={fieldsOf(entityDoc)
          .filter(({ doc }) => textAt(doc, 'x-field') === 'choice')
          .map((field) => ({ value: field.name, label: titleIn(field.doc.title, language) || field.name }))}
        onChange={(value) => edits.setForm({ stage: value })}
      />
      <ManyProperty
        label={t('design.form.prop.roles')}
        placeholder={t('design.form.everybody')}
        value={listAt<string>(form, 'roles')}
        choices={roles.map((role) => ({
          value: role.name,
          label: titleIn(role.doc.title, language) || role.name,
        }))}
        onChange={(value) => edits.setForm({ roles: value.length > 0 ? value : undefined })}
      />
      <ConditionProperty
        label={t('design.form.prop.when')}
        hint={t('design.form.whenHint')}
        entity={entity}
        value={textAt(form, 'when')}
        onChange={(value) => edits.setForm({ when: value || undefined }, 'when')}
      />
      <ActionsProperty />
      <FormList onChoose={onChoose} />
      <details className="b-form-more">
        <summary>{t('design.form.advanced')}</summary>
        <NumberProperty
          label={t('design.form.prop.order')}
          hint={t('design.form.orderHint')}
          value={typeof form.order === 'number' ? form.order : undefined}
          step={1}
          onChange={(value) =>
            edits.setForm({ order: value === undefined ? undefined : Math.round(value) }, 'order')
          }
        />
        <p className="b-form-hint b-mono">{name}</p>
      </details>
      {exists && forms.length === 1 && (
        <Button
          icon={<RotateCcw size={14} />}
          onClick={() =>
            bench.do({ label: t('design.form.did.automatic'), changes: { [keyOf('form', name)]: undefined } })
          }
        >
          {t('design.form.automatic')}
        </Button>
      )}
    </PanelFrame>
  )
}
