import type { Field } from '@mortise/sdk'
import { type FocusEvent, type KeyboardEvent, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import './cell-editor.css'

interface CellEditorProps {
  field: Field
  value: unknown
  /** Why the server refused this value. */
  problem?: string
  place: { top: number; left: number; width: number }
  /** Takes the value; step is where the focus goes on to. */
  onDone: (value: unknown, step: 'stay' | 'down' | 'right' | 'left' | 'leave') => void
  onCancel: () => void
}

/** Types whose input has made its choice when it changes. */
const atOnce = ['choice', 'relation', 'user', 'department', 'date']

/** The input of one cell, above the grid. */
export default function CellEditor({ field, value, problem, place, onDone, onCancel }: CellEditorProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(value)
  const [slip, setSlip] = useState<string>()
  const box = useRef<HTMLDivElement>(null)
  const draftOf = useRef(value)
  const ended = useRef(false)
  const type = typeOf(field)
  const wrong = slip ?? problem
  const id = `cell-${field.name}`

  useEffect(() => {
    const input = box.current?.querySelector<HTMLInputElement>('input, textarea')
    if (input?.type === 'text' || input instanceof HTMLTextAreaElement)
      input.setSelectionRange(input.value.length, input.value.length)
  }, [])

  const finish = (next: unknown, step: Parameters<CellEditorProps['onDone']>[1]) => {
    if (ended.current || slip) return
    ended.current = true
    onDone(next, step)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const lists = box.current?.querySelector('[aria-expanded="true"]') != null
    if (event.key === 'Escape') {
      event.preventDefault()
      ended.current = true
      onCancel()
    } else if (event.key === 'Enter' && !event.shiftKey && !lists) {
      event.preventDefault()
      finish(draftOf.current, 'down')
    } else if (event.key === 'Tab') {
      event.preventDefault()
      finish(draftOf.current, event.shiftKey ? 'left' : 'right')
    }
  }
  const onBlur = (event: FocusEvent) => {
    const to = event.relatedTarget
    if (to instanceof Element && (box.current?.contains(to) || to.closest('[class*="-dropdown"]'))) return
    if (box.current?.contains(document.activeElement)) return
    if (to === null && (type.stays || box.current?.querySelector('[aria-expanded="true"]'))) return
    finish(draftOf.current, 'leave')
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches its input
    <div
      ref={box}
      className="v-editor"
      data-wrong={wrong ? true : undefined}
      style={place}
      onKeyDownCapture={onKeyDown}
      onKeyDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.stopPropagation()}
      onBlur={onBlur}
    >
      <label className="sr-only" htmlFor={id}>
        {t('cell.edit', { name: field.title })}
      </label>
      <Suspense fallback={null}>
        <type.Input
          id={id}
          field={field}
          value={draft}
          onChange={(next, wrongText) => {
            setDraft(next)
            draftOf.current = next
            setSlip(wrongText)
            if (atOnce.includes(type.id) && wrongText === undefined) finish(next, 'stay')
          }}
          invalid={wrong !== undefined}
          describedBy={wrong ? `${id}-note` : undefined}
          autoFocus
        />
      </Suspense>
      {wrong && (
        <p id={`${id}-note`} className="v-editor__note" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
