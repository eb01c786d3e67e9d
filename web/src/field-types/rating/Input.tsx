import { Star } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputProps } from '../contract.ts'
import { NumberInput } from '../number/NumberInput.tsx'
import { mostDrawn, starsOf } from './stars.ts'

const steps: { [key: string]: number } = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }

/** Stars to press, or to walk with the arrow keys; the one that is lit takes them back. */
export default function Input(props: InputProps) {
  const { field, value, onChange, id, invalid, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const slider = useRef<HTMLDivElement>(null)
  // Once: focused at every draw, it would take the focus from what is in use.
  useEffect(() => {
    if (autoFocus) slider.current?.focus()
  }, [autoFocus])
  const most = starsOf(field)
  if (most > mostDrawn) return <NumberInput {...props} precision={0} />
  const count = typeof value === 'number' ? value : 0
  const set = (next: number) => onChange(next > 0 ? Math.min(next, most) : null)
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined && event.key !== 'Delete' && event.key !== 'Backspace') return
    event.preventDefault()
    set(step === undefined ? 0 : count + step)
  }
  return (
    <div
      id={id}
      role="slider"
      tabIndex={0}
      className="f-stars f-stars--input"
      aria-label={field.title}
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={count}
      aria-valuetext={count > 0 ? t('rating.of', { count, most }) : t('rating.none')}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      ref={slider}
      onKeyDown={onKey}
    >
      {Array.from({ length: most }, (_, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the slider has the keys
        // biome-ignore lint/a11y/noStaticElementInteractions: the slider has the role
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: stars have no identity but their place
          key={at}
          data-star={at + 1}
          onClick={() => set(at + 1 === count ? 0 : at + 1)}
        >
          <Star size={18} aria-hidden="true" data-lit={at < count || undefined} />
        </span>
      ))}
    </div>
  )
}
