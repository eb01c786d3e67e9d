import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { type Doc, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { ExpressionProperty } from '../core/expression/ExpressionProperty.tsx'
import { SelectProperty } from '../core/Property.tsx'
import { titleIn } from '../core/title.ts'
import { useDoc, useDocs, useWords } from '../core/useBench.ts'
import type { SetMember } from './FieldPanel.tsx'

interface ComputedProps {
  entity: string
  name: string
  doc: Doc
  set: SetMember
}

/** As what a number can be shown. */
const numeric = ['number', 'integer', 'money', 'percent'] as const

/** How the value of a formula, a roll-up or a lookup is come by. */
export function ComputedProperties({ entity, name, doc, set }: ComputedProps) {
  const { t } = useWords()
  switch (textAt(doc, 'x-field')) {
    case 'formula':
      return (
        <>
          <ExpressionProperty
            label={t('design.entity.prop.x-expr')}
            hint={t('design.entity.hint.x-expr')}
            entity={entity}
            use="formula"
            field={name}
            type={textAt(doc, 'x-as') || undefined}
            value={textAt(doc, 'x-expr')}
            onChange={(value) => set('x-expr', value, true)}
          />
          <SelectProperty
            label={t('design.entity.prop.x-as')}
            none={t('design.entity.none')}
            value={textAt(doc, 'x-as') || undefined}
            choices={numeric.map((value) => ({ value, label: t(`design.core.type.${value}`) }))}
            onChange={(value) => set('x-as', value)}
          />
        </>
      )
    case 'rollup':
      return <Rollup entity={entity} doc={doc} set={set} />
    case 'lookup':
      return <Lookup entity={entity} doc={doc} set={set} />
    default:
      return null
  }
}

const relational = ['relation', 'user', 'department']

/** A sum or the like of the records that lead here. */
function Rollup({ entity, doc, set }: Omit<ComputedProps, 'name'>) {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const leading = entities.flatMap((other) =>
    fieldsOf(other.doc)
      .filter((field) => field.doc['x-field'] === 'relation' && field.doc['x-entity'] === entity)
      .map((field) => ({
        value: `${other.name}.${field.name}`,
        label: `${titleIn(other.doc.title, language) || other.name} › ${titleIn(field.doc.title, language) || field.name}`,
      })),
  )
  const of = textAt(doc, 'x-of')
  const source = useDoc('entity', of.split('.')[0] ?? '')
  const aggregate = textAt(doc, 'x-aggregate')
  const values = fieldsOf(source)
    .filter((field) =>
      ['integer', 'number', 'money', 'percent', 'date', 'datetime', 'duration'].includes(
        textAt(field.doc, 'x-field'),
      ),
    )
    .map((field) => ({ value: field.name, label: titleIn(field.doc.title, language) || field.name }))
  return (
    <>
      <SelectProperty
        label={t('design.entity.prop.x-of')}
        hint={leading.length === 0 ? t('design.entity.hint.noLeading') : undefined}
        problem={of === '' && leading.length > 0 ? t('design.entity.choose') : undefined}
        value={of || undefined}
        choices={leading}
        onChange={(value) => set('x-of', value ?? '')}
      />
      <SelectProperty
        label={t('design.entity.prop.x-aggregate')}
        value={aggregate || undefined}
        choices={['count', 'sum', 'avg', 'min', 'max'].map((value) => ({
          value,
          label: t(`aggregate.${value}`),
        }))}
        onChange={(value) => set('x-aggregate', value ?? 'count')}
      />
      {aggregate !== 'count' && (
        <SelectProperty
          label={t('design.entity.prop.x-value')}
          value={textAt(doc, 'x-value') || undefined}
          choices={values}
          onChange={(value) => set('x-value', value)}
        />
      )}
      <ConditionProperty
        label={t('design.entity.prop.x-where')}
        entity={of.split('.')[0] ?? ''}
        use="filter"
        value={textAt(doc, 'x-where')}
        onChange={(value) => set('x-where', value || undefined, true)}
      />
    </>
  )
}

/** A value of the record that a relation leads to. */
function Lookup({ entity, doc, set }: Omit<ComputedProps, 'name'>) {
  const { t, language } = useWords()
  const own = useDoc('entity', entity)
  const entities = useDocs('entity')
  const paths = fieldsOf(own)
    .filter((field) => relational.includes(textAt(field.doc, 'x-field')))
    .flatMap((field) => {
      const type = textAt(field.doc, 'x-field')
      const target = textAt(field.doc, 'x-entity') || type
      const there = entities.find((other) => other.name === target)
      return fieldsOf(there?.doc).map((one) => ({
        value: `${field.name}.${one.name}`,
        label: `${titleIn(field.doc.title, language) || field.name} › ${titleIn(one.doc.title, language) || one.name}`,
      }))
    })
  return (
    <SelectProperty
      label={t('design.entity.prop.x-path')}
      hint={t('design.entity.hint.x-path')}
      value={textAt(doc, 'x-path') || undefined}
      choices={paths}
      onChange={(value) => set('x-path', value ?? '')}
    />
  )
}
