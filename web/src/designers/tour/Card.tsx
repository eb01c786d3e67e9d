import { Link } from '@tanstack/react-router'
import { Check, Crosshair, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { showToast } from '@/components/toast.ts'
import { useShortcut } from '@/components/useShortcut.ts'
import { stopTour } from '@/lib/tour.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { titleIn } from '../core/title.ts'
import { type Facts, readerOf, type Sight, steps } from './steps.ts'
import { useCardPlace } from './useCardPlace.ts'
import type { Target } from './useTarget.ts'

interface CardProps {
  id: string
  step: number
  sight: Sight
  facts: Facts
  target: Target | undefined
  onStep: (step: number) => void
}

/** What is to be done next, beside the control with which it is done; on a phone at the bottom. */
export function Card({ id, step, sight, facts, target, onStep }: CardProps) {
  const { t, i18n } = useTranslation()
  const card = useRef<HTMLElement>(null)
  const narrow = useNarrow()
  const place = useCardPlace(card, narrow ? undefined : target, sight)
  const control = target?.element
  useEffect(() => {
    // Who begins, by mouse or by keyboard, is at the card.
    if (step === 0) card.current?.focus({ preventScroll: true })
  }, [step])
  useEffect(() => control?.scrollIntoView({ block: 'nearest' }), [control])
  const toControl = () => focusIn(control)
  useShortcut('f9', () => {
    if (card.current?.contains(document.activeElement)) toControl()
    else card.current?.focus({ preventScroll: true })
  })
  const stop = () => {
    stopTour()
    showToast({ text: t('design.tour.stopped'), tone: 'plain' })
    focusIn(control)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    stop()
  }
  const last = step === steps.length - 1
  const entity =
    titleIn(facts.documents.get(`entity/${facts.entity}`)?.title, i18n.language) ||
    facts.title ||
    facts.entity
  const reader = readerOf(facts)
  const role = titleIn(facts.documents.get(`role/${reader}`)?.title, i18n.language) || reader
  const text = sight.done ? 'done' : sight.text
  return (
    <section
      ref={card}
      className="bt-card"
      data-side={place?.side}
      style={place && { left: place.left, top: place.top }}
      tabIndex={-1}
      aria-label={t('design.tour.title')}
      aria-keyshortcuts="F9"
      onKeyDown={onKeyDown}
    >
      {place?.arrow !== undefined && (
        <span className="bt-arrow" aria-hidden="true" style={arrowAt(place.side, place.arrow)} />
      )}
      <header className="bt-head">
        <span className="bt-count">{t('design.tour.count', { at: step + 1, count: steps.length })}</span>
        <progress className="bt-progress" max={steps.length} value={step + 1} aria-hidden="true" />
        <IconButton label={t('design.tour.stop')} icon={<X size={15} />} onClick={stop} />
      </header>
      <div aria-live="polite" aria-atomic="true">
        <h2>{t(`design.tour.step.${id}.title`, { entity })}</h2>
        <p className={sight.done ? 'bt-text bt-text--done' : 'bt-text'}>
          {sight.done && <Check size={15} aria-hidden="true" />}
          <span>{t(`design.tour.step.${id}.${text}`, { entity, role, ...sight.values })}</span>
        </p>
      </div>
      <footer className="bt-foot">
        {step > 0 && <Button onClick={() => onStep(step - 1)}>{t('design.tour.back')}</Button>}
        {control && !sight.done && !sight.go && (
          <Button look="ghost" icon={<Crosshair size={14} />} onClick={toControl}>
            {t('design.tour.show')}
          </Button>
        )}
        <span className="bt-space" />
        {!sight.done && sight.go && <Way go={sight.go} entity={facts.entity ?? ''} />}
        {(step > 0 || sight.done) && (
          <Button look={sight.done ? 'primary' : 'plain'} onClick={() => onStep(step + 1)}>
            {t(sight.done ? (last ? 'design.tour.finish' : 'design.tour.next') : 'design.tour.skip')}
          </Button>
        )}
      </footer>
    </section>
  )
}

/** Leads to the page on which a step goes on. */
function Way({ go, entity }: { go: NonNullable<Sight['go']>; entity: string }) {
  const { t } = useTranslation()
  const name = 'm-button m-button--primary'
  const text = <span className="m-button__text">{t(`design.tour.way.${go}`)}</span>
  if (go === 'home')
    return (
      <Link to="/design" className={name}>
        {text}
      </Link>
    )
  if (go === 'list')
    return (
      <Link to="/e/$entity" params={{ entity }} className={name}>
        {text}
      </Link>
    )
  return (
    <Link to="/design/e/$entity/$part" params={{ entity, part: go }} className={name}>
      {text}
    </Link>
  )
}

const reached = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]'

/** Gives the focus to a control, or to the first one in it. */
function focusIn(control: HTMLElement | undefined): void {
  const inner = control?.matches(reached) ? control : control?.querySelector<HTMLElement>(reached)
  const any = inner ?? control?.querySelector<HTMLElement>('[tabindex]')
  any?.focus()
}

function arrowAt(side: string, arrow: number) {
  return side === 'below' || side === 'above' ? { left: arrow } : { top: arrow }
}
