import { Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { textAt } from '../core/document.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { fieldDoc, isRequired } from '../core/entity.ts'
import { MoveTo } from '../core/MoveTo.tsx'
import { useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { fieldPlace, placesOfField } from './destinations.ts'
import { Marks } from './Marks.tsx'
import { Still } from './Still.tsx'
import { useMasked } from './useMasked.ts'
import { directions } from './walk.ts'

interface FieldCardProps {
  name: string
  section: number
  at: number
  columns: number
}

/** A field as it stands in the form, with a still of its input. */
export function FieldCard({ name, section, at, columns }: FieldCardProps) {
  const { t } = useWords()
  const design = useFormDesign()
  const { entity, entityDoc, selected, select, edits, isWide } = design
  const card = useRef<HTMLLIElement>(null)
  const doc = fieldDoc(entityDoc, name)
  const wide = isWide(name)
  const masked = useMasked(entity, name)
  const dragged = useDrag({ element: card, load: { kind: 'field', id: name } })
  const beside = columns > 1 && !wide
  const over = useDrop({
    element: card,
    accepts: (load) => load.kind === 'field' && load.id !== name,
    get edges() {
      return beside ? (['left', 'right'] as const) : (['top', 'bottom'] as const)
    },
    onDrop: (load: Load, edge) =>
      edits.dropField(load.id, section, edge === 'right' || edge === 'bottom' ? at + 1 : at),
  })
  const title = design.titleOf(name)
  const chosen = selected.kind === 'field' && selected.name === name
  const required = isRequired(entityDoc, name)
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key]
    if (direction && event.altKey) {
      event.preventDefault()
      edits.stepField(name, direction)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      edits.removeField(name)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      select({ kind: 'field', name })
    }
  }
  const type = t(`design.core.type.${textAt(doc, 'x-field')}`, { defaultValue: textAt(doc, 'x-field') })
  return (
    <li
      ref={card}
      className="b-form-field"
      data-field={name}
      data-wide={wide || undefined}
      data-selected={chosen || undefined}
      data-dragged={dragged || undefined}
    >
      <DropLine over={over} />
      <span
        role="button"
        tabIndex={chosen ? 0 : -1}
        className="b-form-field__node"
        data-node={`field:${name}`}
        aria-pressed={chosen}
        aria-label={t(required ? 'design.form.fieldRequired' : 'design.form.field', { title, type })}
        onClick={() => select({ kind: 'field', name })}
        onFocus={() => select({ kind: 'field', name })}
        onKeyDown={onKeyDown}
      />
      <div className="b-form-field__label">
        <span className="truncate">{doc ? title : t('design.form.unknown', { name })}</span>
        {required && (
          <span className="b-form-field__star" aria-hidden="true">
            *
          </span>
        )}
        <Marks visible={textAt(doc, 'x-visible')} masked={masked} />
      </div>
      <Still name={name} />
      <span className="b-form-field__tools">
        <MoveTo
          title={title}
          destinations={placesOfField(design, name, t)}
          onMove={(id) => edits.dropField(name, ...fieldPlace(id))}
        />
        <IconButton
          label={t('design.form.remove', { title })}
          icon={<Trash2 size={14} />}
          onClick={() => edits.removeField(name)}
        />
      </span>
    </li>
  )
}
