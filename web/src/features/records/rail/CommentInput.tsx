import { type ClipboardEvent, type RefObject, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import type { Mentions } from './useMentions.ts'

interface CommentInputProps {
  input: RefObject<HTMLTextAreaElement | null>
  text: string
  label: string
  placeholder?: string
  autoFocus?: boolean
  rows: number
  mentions: Mentions
  onText: (text: string) => void
  onSend: () => void
  onCancel?: () => void
  onFiles?: (files: File[]) => void
}

/** Where a comment is written: an @ offers names, Ctrl+Enter sends. */
export function CommentInput(props: CommentInputProps) {
  const { input, text, label, placeholder, autoFocus, rows, mentions, onText, onSend, onCancel, onFiles } =
    props
  const { t } = useTranslation()
  const list = useId()
  const { marked } = mentions
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || !onFiles) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <div className="t-write">
      <textarea
        ref={input}
        className="t-input"
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={mentions.list.length > 0 ? list : undefined}
        aria-activedescendant={mentions.list.length > 0 ? `${list}-${marked}` : undefined}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: only where the user has just asked to edit
        autoFocus={autoFocus}
        maxLength={10_000}
        rows={rows}
        value={text}
        onChange={(event) => {
          onText(event.target.value)
          mentions.follow()
        }}
        onSelect={mentions.follow}
        onBlur={mentions.close}
        onPaste={onPaste}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || mentions.onKey(event)) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            onSend()
          }
          if (event.key === 'Escape' && onCancel) {
            event.preventDefault()
            event.stopPropagation()
            onCancel()
          }
        }}
      />
      {mentions.list.length > 0 && (
        <div id={list} role="listbox" aria-label={t('comment.mention')} className="t-names">
          {mentions.list.map((person, at) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the text above keeps the focus
            <div
              key={person.id}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === marked}
              className="t-name"
              onPointerDown={(event) => {
                event.preventDefault()
                mentions.pick(person)
              }}
            >
              <Mark name={person.label} round />
              <span className="truncate">{person.label}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
