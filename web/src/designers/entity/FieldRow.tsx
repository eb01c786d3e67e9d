import { Copy, GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, memo, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { fieldType } from '@/field-types/registry.ts'
import { textAt } from '../core/document.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { type FieldDoc, isRequired, withRequired } from '../core/entity.ts'
import { MoveTo } from '../core/MoveTo.tsx'
import { titleIn } from '../core/title.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import '../core/quiet.css'
import { duplicateField, setTitle, setType } from './commands.ts'
import { FieldDetail } from './FieldDetail.tsx'
import { TypeSelect } from './TypeSelect.tsx'
import type { EntityEdits } from './useEntityEdits.ts'
import { usePresets } from './usePresets.ts'

interface FieldRowProps {
  entity: string
  field: FieldDoc
  at: number
  count: number
  selected: boolean
  onSelect: (name: string) => void
  onMove: (name: string, to: number) => void
  onDropType: (type: string, at: number) => void
  onRemove: (name: string) => void
  edits: EntityEdits
}

/** One field as a row: its title, type, whether it is required and what is most asked of its type. */
export const FieldRow = memo(function FieldRow(props: FieldRowProps) {
  const { entity, field, at, count, selected, onSelect, onMove, onRemove, edits } = props
  const { t, language } = useWords()
  const doc = useDoc('entity', entity)
  const presets = usePresets()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const { name } = field
  const type = textAt(field.doc, 'x-field')
  const title = titleIn(field.doc.title, language)
  const dragged = useDrag({ element: row, handle: grip, load: { kind: 'field', id: name, at } })
  const over = useRowDrop(row, props)
  const Icon = fieldType(type).icon
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (event.altKey && step !== 0) {
      event.preventDefault()
      onMove(name, at + step)
    } else if (event.target === grip.current && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault()
      onRemove(name)
    } else if (event.target === grip.current && step !== 0) {
      event.preventDefault()
      const next = step < 0 ? row.current?.previousElementSibling : row.current?.nextElementSibling
      next?.querySelector<HTMLElement>('.b-field__grip')?.focus()
    }
  }
  return (
    <li
      ref={row}
      className="b-field"
      data-field={name}
      data-selected={selected || undefined}
      data-dragged={dragged || undefined}
      onFocus={() => onSelect(name)}
      onKeyDown={onKeyDown}
    >
      <DropLine over={over} />
      <span
        ref={grip}
        className="b-field__grip"
        role="button"
        tabIndex={0}
        aria-label={t('design.entity.grip', { title: title || name })}
      >
        <GripVertical size={14} aria-hidden="true" />
      </span>
      <Icon size={16} className="b-field__icon" aria-hidden="true" />
      <input
        className="b-quiet b-field__title"
        value={title}
        maxLength={200}
        placeholder={name}
        aria-label={t('design.entity.titleOf', { name })}
        onChange={(event) =>
          edits.change(name, (now) => setTitle(now, name, language, event.target.value), 'title')
        }
      />
      <TypeSelect
        value={type}
        label={t('design.entity.typeOf', { title: title || name })}
        onChange={(next) => edits.change(name, (now) => setType(now, name, next, presets))}
      />
      <label className="b-field__required">
        <input
          type="checkbox"
          className="m-check"
          checked={doc !== undefined && isRequired(doc, name)}
          aria-label={t('design.entity.requiredOf', { title: title || name })}
          onChange={(event) => edits.change(name, (now) => withRequired(now, name, event.target.checked))}
        />
        <span aria-hidden="true">{t('design.entity.required')}</span>
      </label>
      <FieldDetail entity={entity} field={field} edits={edits} />
      <span className="b-field__tools">
        <IconButton
          label={t('design.entity.duplicate', { title: title || name })}
          icon={<Copy size={14} />}
          onClick={() => edits.change(name, (now) => duplicateField(now, name).entity)}
        />
        <MoveTo
          title={title || name}
          destinations={places(count, at, t)}
          onMove={(to) => onMove(name, Number(to))}
        />
        <IconButton
          label={t('design.entity.remove', { title: title || name })}
          icon={<Trash2 size={14} />}
          onClick={() => onRemove(name)}
        />
      </span>
    </li>
  )
})

/** Lets fields and types be dropped before or behind a row. */
function useRowDrop(row: React.RefObject<HTMLLIElement | null>, { at, onMove, onDropType }: FieldRowProps) {
  return useDrop({
    element: row,
    accepts: (load) => load.kind === 'field' || load.kind === 'type',
    edges: ['top', 'bottom'],
    onDrop: (load: Load, edge) => {
      const to = edge === 'bottom' ? at + 1 : at
      if (load.kind === 'type') onDropType(load.id, to)
      else onMove(load.id, Number(load.at) < to ? to - 1 : to)
    },
  })
}

/** The places of a list: first and last, and by number between them. */
function places(count: number, at: number, t: (key: string, more?: { [name: string]: unknown }) => string) {
  return Array.from({ length: count }, (_, place) => ({
    id: String(place),
    title:
      place === 0
        ? t('design.entity.place.first')
        : place === count - 1
          ? t('design.entity.place.last')
          : t('design.entity.place.nth', { at: place + 1 }),
  })).filter(({ id }) => Number(id) !== at)
}
