import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTopModal } from '@/components/modal.ts'
import { currentTour, keepTour, useTour } from '@/lib/tour.ts'
import { Card } from './Card.tsx'
import { Outline } from './Outline.tsx'
import { steps } from './steps.ts'
import './tour.css'
import { useBegun, useFacts } from './useFacts.ts'
import { useTarget } from './useTarget.ts'

/** The tour through the designers: a card beside the control that is next, on whatever page it is. */
export default function Tour() {
  const tour = useTour()
  if (tour?.state !== 'running') return null
  return <Running step={Math.min(tour.step, steps.length - 1)} entity={tour.entity} />
}

function Running({ step, entity }: { step: number; entity: string | undefined }) {
  const facts = useFacts(entity)
  const begun = useBegun()
  const current = steps[step] ?? steps[0]
  // What is begun is what the tour goes on with.
  useEffect(() => {
    if (step === 0 && begun && begun !== entity) keepTour({ state: 'running', step: 1, entity: begun })
  }, [step, begun, entity])
  // What was taken back, or is in another draft, is begun anew.
  const { documents, published } = facts
  const gone = entity !== undefined && documents.size > 0 && !documents.has(`entity/${entity}`) && !published
  useEffect(() => {
    if (gone) keepTour({ state: 'running', step: 0 })
  }, [gone])
  const sight = current?.see(facts)
  const target = useTarget(sight?.at ?? [])
  const inDialog = useTopModal()
  const [place, setPlace] = useState<Element>(document.body)
  // The card follows into the window of publishing; any other window lies over it.
  useEffect(
    () => setPlace(facts.publishing && inDialog ? inDialog : document.body),
    [facts.publishing, inDialog],
  )
  if (!current || !sight) return null
  const go = (to: number) => {
    const now = currentTour()
    if (to >= steps.length) keepTour({ state: 'taken', step: 0, entity: now?.entity })
    else keepTour({ state: 'running', step: Math.max(0, to), entity: now?.entity })
  }
  return createPortal(
    <>
      {target && <Outline rect={target.rect} />}
      <Card id={current.id} step={step} sight={sight} facts={facts} target={target} onStep={go} />
    </>,
    place,
  )
}
