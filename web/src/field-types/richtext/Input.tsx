import { type ClipboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputProps } from '../contract.ts'
import { safeMarkup } from './markup.ts'
import { Toolbar } from './Toolbar.tsx'

function htmlOf(fragment: DocumentFragment): string {
  const holder = document.createElement('div')
  holder.append(fragment)
  return holder.innerHTML
}

/** A text that is edited as it looks; the server keeps only what is safe of it. */
export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const editor = useRef<HTMLDivElement>(null)
  const last = useRef<unknown>(undefined)
  const selected = useRef<Range>(undefined)

  useEffect(() => {
    if (last.current === value) return
    last.current = value
    editor.current?.replaceChildren(safeMarkup(typeof value === 'string' ? value : ''))
  }, [value])
  useEffect(() => {
    if (autoFocus) editor.current?.focus()
  }, [autoFocus])

  const tell = () => {
    const element = editor.current
    if (!element) return
    last.current = element.textContent?.trim() || element.querySelector('hr') ? element.innerHTML : null
    onChange(last.current)
  }
  const perform = (command: string, argument?: string) => {
    editor.current?.focus()
    const selection = document.getSelection()
    if (selected.current && selection) {
      selection.removeAllRanges()
      selection.addRange(selected.current)
    }
    document.execCommand(command, false, argument)
    tell()
  }
  const remember = () => {
    const selection = document.getSelection()
    if (selection && selection.rangeCount > 0) selected.current = selection.getRangeAt(0).cloneRange()
  }
  const paste = (event: ClipboardEvent) => {
    const html = event.clipboardData.getData('text/html')
    if (html === '') return
    event.preventDefault()
    document.execCommand('insertHTML', false, htmlOf(safeMarkup(html)))
  }
  return (
    <div className="f-editor" data-invalid={invalid || undefined}>
      <Toolbar label={t('richtext.tools', { name: field.title })} perform={perform} />
      <div
        ref={editor}
        id={id}
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-label={field.title}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-required={field.required}
        contentEditable
        suppressContentEditableWarning
        className="f-prose f-editor__text"
        onInput={tell}
        onBlur={remember}
        onPaste={paste}
      />
    </div>
  )
}
