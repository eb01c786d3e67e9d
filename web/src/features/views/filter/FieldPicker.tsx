import type { Entity } from '@mortise/sdk'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { type Place, placesOf } from './places.ts'
import { useFilterDescription } from './useFilterDescription.ts'
import './filter.css'

/** Most places that are offered at once; typing narrows them. */
const most = 60

/** Finds what a filter asks about by typing: fields, and those of records that they lead to. */
export default function FieldPicker({ entity, onPick }: { entity: Entity; onPick: (place: Place) => void }) {
  const { t } = useTranslation()
  const description = useFilterDescription()
  const places = useMemo(() => placesOf(description, entity), [description, entity])
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const words = text.trim().toLowerCase().split(/\s+/)
  const found = places
    .filter(({ field }) => words.every((word) => field.title.toLowerCase().includes(word)))
    .slice(0, most)
  const active = Math.min(at, found.length - 1)

  useEffect(() => {
    input.current?.focus({ preventScroll: true })
    // What is picked is asked for its value at once.
    void import('./ChipEditor.tsx')
  }, [])
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const place = found[active]
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, active - 1))
    else if (event.key === 'Enter') place && onPick(place)
    else return
    event.preventDefault()
  }
  return (
    <div className="v-fields">
      <input
        ref={input}
        data-first
        role="combobox"
        aria-expanded="true"
        aria-controls="v-fields-list"
        aria-activedescendant={found[active] ? `v-field-${active}` : undefined}
        aria-label={t('filter.find')}
        placeholder={t('filter.find')}
        className="v-columns__search"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id="v-fields-list"
        role="listbox"
        aria-label={t('filter.field')}
        className="v-fields__list"
      >
        {found.map(({ key, field }, index) => {
          const Icon = typeOf(field).icon
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input
            <div
              key={key}
              id={`v-field-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="v-fields__item"
              onMouseMove={() => setAt(index)}
              onClick={() => onPick(found[index] as Place)}
            >
              <Icon size={15} aria-hidden="true" />
              <span className="truncate">{field.title}</span>
            </div>
          )
        })}
      </div>
      {found.length === 0 && <p className="v-columns__none">{t('filter.noField')}</p>}
    </div>
  )
}
