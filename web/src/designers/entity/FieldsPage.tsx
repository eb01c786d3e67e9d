import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import { fieldDoc, fieldsOf } from '../core/entity.ts'
import { useAt } from '../core/useAt.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import { AddField } from './AddField.tsx'
import './entity.css'
import { FieldRow } from './FieldRow.tsx'
import { RemoveField } from './RemoveField.tsx'
import { TypePalette } from './TypePalette.tsx'
import { useEntityEdits } from './useEntityEdits.ts'
import { WaitingFile } from './WaitingFile.tsx'

// The list can be filled while its properties are still on their way.
const EntityPanel = lazy(async () => ({ default: (await import('./EntityPanel.tsx')).EntityPanel }))
const FieldPanel = lazy(async () => ({ default: (await import('./FieldPanel.tsx')).FieldPanel }))

/** The field that a JSON pointer leads to. */
function fieldAt(pointer: string | undefined): string | undefined {
  return /^\/properties\/([^/]+)/.exec(pointer ?? '')?.[1]
}

/** Draws the fields of an entity: types at the left, fields in the middle, properties at the right. */
export default function FieldsPage({ entity }: { entity: string }) {
  const { t } = useWords()
  const doc = useDoc('entity', entity)
  const edits = useEntityEdits(entity)
  const list = useRef<HTMLUListElement>(null)
  const [selected, setSelected] = useState<string>()
  const [leaving, setLeaving] = useState<string>()
  useAt((pointer) => setSelected(fieldAt(pointer)))
  const fields = fieldsOf(doc)
  const focus = useCallback((name: string, part = '.b-field__title') => {
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] ${part}`)?.focus(),
    )
  }, [])
  const add = (type: string, at?: number) => {
    const name = edits.add([t(`design.core.type.${type}`)], { type, at })
    if (!name) return
    setSelected(name)
    focus(name)
  }
  const move = (name: string, to: number) => {
    edits.move(name, Math.max(0, to))
    focus(name, '.b-field__grip')
  }
  const chosen = selected && fieldDoc(doc, selected) ? selected : undefined
  return (
    <div className="b-fields">
      <TypePalette onAdd={add} />
      <section className="b-fields__list" aria-label={t('design.frame.part.fields')}>
        <WaitingFile entity={entity} />
        {fields.length === 0 && <p className="b-fields__empty">{t('design.entity.empty')}</p>}
        <ul ref={list} className="b-field-list">
          {fields.map((field, at) => (
            <FieldRow
              key={String(field.doc['x-id'] ?? field.name)}
              entity={entity}
              field={field}
              at={at}
              count={fields.length}
              selected={field.name === chosen}
              onSelect={setSelected}
              onMove={move}
              onDropType={add}
              onRemove={setLeaving}
              edits={edits}
            />
          ))}
        </ul>
        <AddField onAdd={(titles) => setSelected(edits.add(titles))} onDropType={(type) => add(type)} />
      </section>
      <aside className="b-panel" aria-label={t('design.entity.properties')}>
        <Suspense>
          {chosen ? (
            <FieldPanel
              key={chosen}
              entity={entity}
              name={chosen}
              edits={edits}
              onRenamed={setSelected}
              onClose={() => setSelected(undefined)}
            />
          ) : (
            <EntityPanel entity={entity} edits={edits} />
          )}
        </Suspense>
      </aside>
      {leaving && (
        <RemoveField
          entity={entity}
          field={leaving}
          onRemove={() => edits.remove(leaving)}
          onDone={() => setLeaving(undefined)}
        />
      )}
    </div>
  )
}
