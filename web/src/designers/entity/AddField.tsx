import { Plus } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { DropLine, useDrop } from '../core/drag.tsx'
import { guessType } from '../core/guess.ts'
import { useWords } from '../core/useBench.ts'
import '../core/quiet.css'

interface AddFieldProps {
  onAdd: (titles: readonly string[]) => void
  onDropType: (type: string) => void
}

/** The last row: what is typed there becomes a field, of the type that its name tells. Lines that are pasted become one each. */
export function AddField({ onAdd, onDropType }: AddFieldProps) {
  const { t } = useWords()
  const [title, setTitle] = useState('')
  const row = useRef<HTMLDivElement>(null)
  const over = useDrop({
    element: row,
    accepts: (load) => load.kind === 'type',
    edges: ['top'],
    onDrop: (load) => onDropType(load.id),
  })
  const type = title.trim() === '' ? undefined : guessType(title)
  const Icon = type ? fieldType(type).icon : Plus
  const add = () => {
    if (title.trim() === '') return
    onAdd([title.trim()])
    setTitle('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    add()
  }
  const onPaste = (event: ClipboardEvent) => {
    const lines = event.clipboardData
      .getData('text')
      .split(/[\n\t]+/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (lines.length < 2) return
    event.preventDefault()
    onAdd(lines.slice(0, 200))
  }
  return (
    <div ref={row} className="b-add-field">
      <DropLine over={over} />
      <Icon size={16} aria-hidden="true" />
      <input
        className="b-quiet b-field__title"
        value={title}
        maxLength={200}
        aria-label={t('design.entity.addField')}
        placeholder={t('design.entity.addHint')}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        onPaste={onPaste}
      />
      {type && <span className="b-add-field__type">{t(`design.core.type.${type}`)}</span>}
    </div>
  )
}
