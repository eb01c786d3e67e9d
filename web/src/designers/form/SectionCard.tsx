import { GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { textAt } from '../core/document.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { titleIn, withTitle } from '../core/title.ts'
import { useWords } from '../core/useBench.ts'
import { contentOf, sectionsOf } from './commands.ts'
import { useFormDesign } from './design.ts'
import { placesOfSection, sectionPlace } from './destinations.ts'
import { Marks } from './Marks.tsx'
import { SectionBody } from './SectionBody.tsx'
import { isSectionLoad, sectionOfLoad } from './useInsert.ts'
import { directions } from './walk.ts'

interface SectionCardProps {
  /** Its place in the form. */
  at: number
  /** Its place in its tab. */
  nth: number
}

/** A section of the form: its handle, title, columns, and what it holds. */
export function SectionCard({ at, nth }: SectionCardProps) {
  const { t, language } = useWords()
  const design = useFormDesign()
  const { form, selected, select, edits } = design
  const section = sectionsOf(form)[at]
  const card = useRef<HTMLElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const dragged = useDrag({ element: card, handle: grip, load: { kind: 'section', id: String(at) } })
  const over = useSectionDrop(card, at)
  const title = design.sectionTitle(at)
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key]
    if (direction && event.altKey) {
      event.preventDefault()
      edits.stepSection(at, direction)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      edits.removeSection(at)
    }
  }
  const chosen = selected.kind === 'section' && selected.at === at
  const first = selected.kind !== 'section' && selected.kind !== 'field' && nth === 0
  return (
    <section
      ref={card}
      className="b-form-section"
      aria-label={title}
      data-selected={chosen || undefined}
      data-dragged={dragged || undefined}
    >
      <DropLine over={over} />
      <header className="b-form-section__head">
        <span
          ref={grip}
          role="button"
          tabIndex={chosen || first ? 0 : -1}
          className="b-form-section__grip"
          data-node={`section:${at}`}
          aria-pressed={chosen}
          aria-label={t('design.form.sectionGrip', { title })}
          onClick={() => select({ kind: 'section', at })}
          onFocus={() => select({ kind: 'section', at })}
          onKeyDown={onKeyDown}
        >
          <GripVertical size={14} aria-hidden="true" />
        </span>
        <input
          className="b-form-section__title"
          value={titleIn(section?.title, language)}
          maxLength={200}
          placeholder={t('design.form.noTitle')}
          aria-label={t('design.form.titleOf', { title })}
          onFocus={() => select({ kind: 'section', at })}
          onChange={(event) =>
            edits.setSection(at, { title: withTitle(section?.title, language, event.target.value) }, 'title')
          }
        />
        <Marks visible={textAt(section, 'visible')} collapsed={section?.collapsed === true} />
        {contentOf(section) === 'fields' && <ColumnSwitch at={at} title={title} />}
        <span className="b-form-section__tools">
          <MoveTo
            title={title}
            destinations={placesOfSection(design, at, t)}
            onMove={(id) => edits.dropSection(at, ...sectionPlace(id))}
          />
          <IconButton
            label={t('design.form.removeSection', { title })}
            icon={<Trash2 size={14} />}
            onClick={() => edits.removeSection(at)}
          />
        </span>
      </header>
      <SectionBody at={at} />
    </section>
  )
}

/** Lets sections be dropped before or behind a card. */
function useSectionDrop(card: React.RefObject<HTMLElement | null>, at: number) {
  const { t } = useWords()
  const { tab, edits } = useFormDesign()
  return useDrop({
    element: card,
    accepts: (load) => load.kind === 'section' || isSectionLoad(load),
    edges: ['top', 'bottom'],
    onDrop: (load: Load, edge) => {
      const before = edge === 'bottom' ? at + 1 : at
      if (load.kind === 'section') edits.dropSection(Number(load.id), before, tab)
      else edits.addSection(sectionOfLoad(load, t('design.form.newText')), before, tab)
    },
  })
}

function ColumnSwitch({ at, title }: { at: number; title: string }) {
  const { t } = useWords()
  const { form, edits } = useFormDesign()
  const columns = Number(sectionsOf(form)[at]?.columns) || 1
  return (
    <fieldset className="b-form-switch" aria-label={t('design.form.columnsOf', { title })}>
      {[1, 2, 3].map((count) => (
        <button
          key={count}
          type="button"
          aria-pressed={columns === count}
          onClick={() => edits.setColumns(at, count)}
        >
          {t('design.form.columns', { count })}
        </button>
      ))}
    </fieldset>
  )
}
