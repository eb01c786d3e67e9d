import { Link } from '@tanstack/react-router'
import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { type Doc, keyOf, textAt } from '../core/document.ts'
import { fieldDoc, isRequired, withField, withRequired } from '../core/entity.ts'
import { SwitchProperty, TextProperty } from '../core/Property.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { knows } from '../core/types.ts'
import { useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { PanelFrame } from './PanelFrame.tsx'

/** What a field says of itself: it stands in the entity, and so holds in every form. */
export function FieldPanel({ name }: { name: string }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const { entity, entityDoc, titleOf, masked } = useFormDesign()
  const forms = useDocs('form', entity)
  const doc = fieldDoc(entityDoc, name)
  if (!doc) return <PanelFrame title={name}>{t('design.form.unknown', { name })}</PanelFrame>
  const type = textAt(doc, 'x-field')
  const change = (after: (entity: Doc) => Doc, run?: string) =>
    bench.do({
      label: t('design.form.did.changeField', { title: titleOf(name) }),
      changes: { [keyOf('entity', entity)]: after(bench.get(keyOf('entity', entity)) ?? entityDoc) },
      run: run && `${entity}.${name}.${run}`,
    })
  const set = (member: string, value: unknown, run?: string) =>
    change((now) => withField(now, name, { [member]: value }), run)
  return (
    <PanelFrame
      title={titleOf(name)}
      about={`${name} · ${t(`design.core.type.${type}`, { defaultValue: type })}`}
    >
      <p className="b-form-hint">
        {t('design.form.ofEntity', { count: Math.max(1, forms.length) })}{' '}
        <Link
          to="/design/e/$entity/$part"
          params={{ entity, part: 'fields' }}
          search={{ at: `/properties/${name}` }}
        >
          {t('design.form.inFields')}
        </Link>
      </p>
      <TextProperty
        label={t('design.form.prop.title')}
        value={titleIn(doc.title, language)}
        onChange={(value) => set('title', withTitle(doc.title, language, value), 'title')}
      />
      <TextProperty
        long
        label={t('design.form.prop.help')}
        value={titleIn(doc.description, language)}
        onChange={(value) => set('description', withTitle(doc.description, language, value), 'help')}
      />
      <SwitchProperty
        label={t('design.form.prop.required')}
        value={isRequired(entityDoc, name)}
        onChange={(value) => change((now) => withRequired(now, name, value))}
      />
      {knows(type, 'readOnly') && (
        <SwitchProperty
          label={t('design.form.prop.readOnly')}
          value={doc.readOnly === true}
          onChange={(value) => set('readOnly', value || undefined)}
        />
      )}
      {knows(type, 'x-visible') && (
        <ConditionProperty
          label={t('design.form.prop.visible')}
          entity={entity}
          value={textAt(doc, 'x-visible')}
          onChange={(value) => set('x-visible', value || undefined, 'visible')}
        />
      )}
      {masked.has(name) && <p className="b-form-hint">{t('design.form.maskedHint')}</p>}
    </PanelFrame>
  )
}
