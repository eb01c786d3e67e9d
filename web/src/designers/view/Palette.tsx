import type { Field } from '@mortise/sdk'
import { useRef, useState } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { useDrag } from '../core/drag.tsx'
import { FindField } from '../core/FindField.tsx'
import { useWords } from '../core/useBench.ts'
import { columnNames, columnsOf, placeOf } from './commands.ts'
import { useViewDesign } from './design.ts'

/** The fields that the view does not show: dragged among the columns, or pressed to be put behind the selected one. */
export function Palette({ onDone }: { onDone?: () => void }) {
  const { t } = useWords()
  const { entity, view, selected, edits } = useViewDesign()
  const [wanted, setWanted] = useState('')
  const shown = new Set(columnNames(view))
  const rest = entity.fields.filter(({ name }) => !shown.has(name))
  const text = wanted.trim().toLowerCase()
  const found = rest.filter(({ name, title }) => `${title} ${name}`.toLowerCase().includes(text))
  const insert = (name: string) => {
    onDone?.()
    const at = selected.kind === 'column' ? placeOf(view, selected.field) + 1 : columnsOf(view).length
    edits.dropColumn(name, at)
  }
  return (
    <section className="b-view-palette">
      <h2>{t('design.view.unused', { count: rest.length })}</h2>
      {rest.length === 0 && <p className="b-view-hint">{t('design.view.allUsed')}</p>}
      {rest.length > 8 && <FindField label={t('design.view.find')} value={wanted} onChange={setWanted} />}
      <ul>
        {found.map((field) => (
          <PaletteItem key={field.name} field={field} onInsert={() => insert(field.name)} />
        ))}
      </ul>
    </section>
  )
}

function PaletteItem({ field, onInsert }: { field: Field; onInsert: () => void }) {
  const { t } = useWords()
  const item = useRef<HTMLLIElement>(null)
  const dragged = useDrag({ element: item, load: { kind: 'column', id: field.name } })
  const Icon = fieldType(field.computed ?? field.type).icon
  return (
    <li ref={item} data-dragged={dragged || undefined}>
      {/* A press puts it in; the item around it is what is dragged. */}
      <button type="button" aria-label={t('design.view.insert', { title: field.title })} onClick={onInsert}>
        <Icon size={15} aria-hidden="true" />
        <span className="truncate">{field.title}</span>
      </button>
    </li>
  )
}
