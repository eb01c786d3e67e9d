import { Link } from '@tanstack/react-router'
import { ArrowRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { keyOf, textAt } from '../core/document.ts'
import { fieldDoc, withField, withoutField } from '../core/entity.ts'
import { PanelHead } from '../core/PanelHead.tsx'
import { SelectProperty, SwitchProperty, TextProperty } from '../core/Property.tsx'
import { References } from '../core/References.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useDoc, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import { type DrawnRelation, graphOf } from './graph.ts'
import { mayRelate } from './relate.ts'
import { useRelate } from './useRelate.ts'

interface RelationsPanelProps {
  entity: string
  onChoose: (name: string) => void
}

/** The relations of an entity, and a way to one more that needs no drawing. */
export function RelationsPanel({ entity, onChoose }: RelationsPanelProps) {
  const { t, language } = useWords()
  const docs = useDocs('entity')
  const doc = useDoc('entity', entity)
  const relate = useRelate()
  const [many, setMany] = useState(false)
  const [leaving, setLeaving] = useState<DrawnRelation>()
  const { relations, entities } = graphOf(docs, language, true)
  const called = (name: string) => entities.find((one) => one.name === name)?.title ?? name
  const own = relations.filter(({ from }) => from === entity)
  const leading = relations.filter(({ from, to }) => to === entity && from !== entity)
  return (
    <>
      <PanelHead
        title={called(entity)}
        icon={<EntityIcon icon={textAt(doc, 'x-icon')} color={textAt(doc, 'x-color')} />}
      />
      <Link
        className="m-button m-button--plain"
        to="/design/e/$entity/$part"
        params={{ entity, part: 'fields' }}
      >
        {t('design.diagram.open')}
      </Link>
      {mayRelate(doc) && (
        <section className="b-diagram__relate">
          <SelectProperty
            label={t('design.diagram.relateTo')}
            value={undefined}
            choices={entities.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(target) => target && relate(entity, target, many)}
          />
          <SwitchProperty label={t('design.diagram.many')} value={many} onChange={setMany} />
        </section>
      )}
      <section aria-label={t('design.diagram.own')}>
        <h3>{t('design.diagram.own')}</h3>
        {own.length === 0 && <p className="b-diagram__hint">{t('design.diagram.noOwn')}</p>}
        <ul className="b-diagram__relations">
          {own.map((relation) => (
            <li key={relation.id}>
              <RelationTitle relation={relation} />
              <button type="button" className="b-diagram__to" onClick={() => onChoose(relation.to)}>
                <ArrowRight size={13} aria-hidden="true" />
                <span className="truncate">
                  {t(relation.many ? 'design.diagram.toMany' : 'design.diagram.toOne', {
                    title: called(relation.to),
                  })}
                </span>
              </button>
              <IconButton
                label={t('design.diagram.remove', { title: relation.title })}
                icon={<Trash2 size={14} />}
                onClick={() => setLeaving(relation)}
              />
            </li>
          ))}
        </ul>
      </section>
      {leading.length > 0 && (
        <section aria-label={t('design.diagram.leading')}>
          <h3>{t('design.diagram.leading')}</h3>
          <ul className="b-diagram__relations">
            {leading.map((relation) => (
              <li key={relation.id}>
                <button type="button" className="b-diagram__to" onClick={() => onChoose(relation.from)}>
                  <span className="truncate">
                    {called(relation.from)} › {relation.title}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {leaving && <RemoveRelation relation={leaving} onDone={() => setLeaving(undefined)} />}
    </>
  )
}

/** What a relation is called. */
function RelationTitle({ relation: { from, field } }: { relation: DrawnRelation }) {
  const { t, language } = useWords()
  const bench = useWorkbench()
  const doc = useDoc('entity', from)
  const title = fieldDoc(doc, field)?.title
  return (
    <TextProperty
      label={t('design.diagram.title')}
      value={titleIn(title, language)}
      onChange={(value) =>
        doc &&
        bench.do({
          label: t('design.diagram.did.title'),
          changes: {
            [keyOf('entity', from)]: withField(doc, field, {
              title: withTitle(title, language, value) ?? field,
            }),
          },
          run: `${from}.${field}.title`,
        })
      }
    />
  )
}

/** Asks before a relation goes, with all that depends on it. */
function RemoveRelation({ relation, onDone }: { relation: DrawnRelation; onDone: () => void }) {
  const { t } = useWords()
  const bench = useWorkbench()
  const { from, field, title } = relation
  const remove = () => {
    const doc = bench.get(keyOf('entity', from))
    if (doc)
      bench.do({
        label: t('design.diagram.did.remove', { title }),
        changes: { [keyOf('entity', from)]: withoutField(doc, field) },
      })
    onDone()
  }
  return (
    <Dialog
      title={t('design.diagram.remove', { title })}
      closeLabel={t('action.close')}
      onClose={onDone}
      footer={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button look="danger" onClick={remove}>
            {t('design.diagram.removeNow')}
          </Button>
        </>
      }
    >
      <References thing={{ kind: 'entity', name: from, field }} />
    </Dialog>
  )
}
