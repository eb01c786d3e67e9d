import { type Entity, Invalid } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { AtSign, Paperclip, X } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { modKey } from '@/components/useShortcut.ts'
import { UploadLine } from '@/field-types/file/UploadLine.tsx'
import '@/field-types/shapes.css'
import { client } from '@/lib/api/client.ts'
import { formatSize } from '@/lib/format.ts'
import { loadPreference, savePreference } from '@/lib/storage.ts'
import { CommentInput } from './CommentInput.tsx'
import { MentionLine } from './MentionLine.tsx'
import { mentionedIn, refusedMentions } from './mentions.ts'
import { useAttachments } from './useAttachments.ts'
import { useMentions } from './useMentions.ts'
import { useRefreshTimeline } from './useTimeline.ts'
import './composer.css'

/** Writes a comment: Markdown, names after an @, files by button, paste and drop. */
export function Composer({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const input = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const draft = `comment.${entity.name}.${id}`
  const [text, setText] = useState(() => loadPreference(draft) ?? '')
  const [open, setOpen] = useState(text !== '')
  const [dropping, setDropping] = useState(false)
  const attachments = useAttachments()
  const write = (next: string) => {
    setText(next)
    savePreference(draft, next)
  }
  const mentions = useMentions(input, text, write)
  const people = mentionedIn(text, mentions.chosen)
  const refresh = useRefreshTimeline(entity.name, id)
  const send = useMutation({
    mutationFn: () =>
      client.comments.add(entity.name, id, {
        text: text.trim(),
        mentions: people.map((person) => person.id),
        files: attachments.files.map((file) => file.id),
      }),
    onSuccess: () => {
      write('')
      mentions.clear()
      attachments.clear()
      setOpen(false)
      input.current?.blur()
      return refresh()
    },
  })
  const refused =
    send.error instanceof Invalid ? refusedMentions(send.error.details) : new Map<number, string>()
  const other =
    send.error instanceof Invalid
      ? send.error.details.find((one) => !one.pointer?.startsWith('/mentions'))
      : undefined
  const ready = text.trim() !== '' && !attachments.sending && !send.isPending
  const submit = () => ready && send.mutate()
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDropping(false)
    setOpen(true)
    attachments.add([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside does the same as dropping
    <div
      className={`t-composer${open ? ' t-composer--open' : ''}${dropping ? ' t-composer--drop' : ''}`}
      onFocus={() => setOpen(true)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setDropping(true)
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
    >
      <CommentInput
        input={input}
        text={text}
        label={t('comment.label')}
        placeholder={t('comment.placeholder')}
        rows={open ? 3 : 1}
        mentions={mentions}
        onText={(next) => {
          write(next)
          send.reset()
        }}
        onSend={submit}
        onFiles={attachments.add}
      />
      <MentionLine people={people} refused={refused} />
      {attachments.files.map((file) => (
        <span key={file.id} className="f-file t-attached">
          <Paperclip size={13} aria-hidden="true" />
          <span className="truncate">{file.name}</span>
          <span className="f-file__size">{formatSize(file.size)}</span>
          <IconButton
            label={t('file.remove', { name: file.name })}
            icon={<X size={13} />}
            onClick={() => attachments.remove(file.id)}
          />
        </span>
      ))}
      {attachments.uploads.map((upload) => (
        <UploadLine key={upload.key} upload={upload} onDismiss={() => attachments.dismiss(upload.key)} />
      ))}
      {send.error && refused.size === 0 && (
        <p className="t-problem" role="alert">
          {other?.message ?? send.error.message}
        </p>
      )}
      {open && (
        <div className="t-composer__foot">
          <IconButton
            label={t('comment.attach')}
            icon={<Paperclip size={15} />}
            onClick={() => picker.current?.click()}
          />
          <IconButton
            label={t('comment.mention')}
            icon={<AtSign size={15} />}
            onClick={() => {
              const gap = text === '' || /\s$/.test(text) ? '' : ' '
              write(`${text}${gap}@`)
              requestAnimationFrame(() => {
                input.current?.focus()
                mentions.follow()
              })
            }}
          />
          <span className="t-hint">{t('comment.markdown')}</span>
          <Button
            look="primary"
            shortcut={`${modKey}↵`}
            busy={send.isPending}
            disabled={!ready}
            onClick={submit}
          >
            {t('comment.send')}
          </Button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={t('comment.attach')}
            onChange={(event) => {
              attachments.add([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </div>
      )}
    </div>
  )
}
