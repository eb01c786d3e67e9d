import { Trash2 } from 'lucide-react'
import { type KeyboardEvent, memo, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { type Doc, textAt } from '../core/document.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { useWords } from '../core/useBench.ts'
import { type FormDesign, useFormDesign } from './design.ts'
import { fieldPlace, placesOfField } from './destinations.ts'
import { Marks } from './Marks.tsx'
import { Still } from './Still.tsx'
import { directions } from './walk.ts'

interface FieldCardProps extends Pick<FormDesign, 'edits' | 'select'> {
  name: string
  /** Undefined for a field that the entity has no more. */
  doc: Doc | undefined
  title: string
  section: number
  at: number
  columns: number
  wide: boolean
  required: boolean
  masked: boolean
  chosen: boolean
}

/** A field as it stands in the form, with a still of its input; drawn again only for its own sake. */
export const FieldCard = memo(function FieldCard(props: FieldCardProps) {
  const { name, doc, title, section, at, columns, wide, required, chosen, edits, select } = props
  const { t } = useWords()
  const card = useRef<HTMLLIElement>(null)
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
        <Marks visible={textAt(doc, 'x-visible')} masked={props.masked} />
      </div>
      <Still name={name} doc={doc} />
      {chosen && <FieldTools name={name} title={title} />}
    </li>
  )
})

/** What is done to the field that is selected: all places of a long form are many. */
function FieldTools({ name, title }: { name: string; title: string }) {
  const { t } = useWords()
  const design = useFormDesign()
  const { edits } = design
  return (
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
  )
}
