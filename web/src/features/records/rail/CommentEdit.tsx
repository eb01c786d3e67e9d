import { type Comment, type Entity, Invalid } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { CommentInput } from './CommentInput.tsx'
import { MentionLine } from './MentionLine.tsx'
import { mentionedIn, refusedMentions } from './mentions.ts'
import { useMentions } from './useMentions.ts'
import { useRefreshTimeline } from './useTimeline.ts'

interface CommentEditProps {
  entity: Entity
  id: string
  comment: Comment
  onClose: () => void
}

/** Changes what the reader has said. */
export function CommentEdit({ entity, id, comment, onClose }: CommentEditProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(comment.text)
  const mentions = useMentions(input, text, setText)
  const people = mentionedIn(text, [...comment.mentions, ...mentions.chosen])
  const refresh = useRefreshTimeline(entity.name, id)
  const save = useMutation({
    mutationFn: () =>
      client.comments.edit(entity.name, id, comment.id, {
        text: text.trim(),
        mentions: people.map((person) => person.id),
      }),
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  const refused =
    save.error instanceof Invalid ? refusedMentions(save.error.details) : new Map<number, string>()
  const submit = () => text.trim() !== '' && !save.isPending && save.mutate()
  return (
    <div className="t-composer t-composer--open">
      <CommentInput
        input={input}
        text={text}
        label={t('comment.edit')}
        autoFocus
        rows={3}
        mentions={mentions}
        onText={setText}
        onSend={submit}
        onCancel={onClose}
      />
      <MentionLine people={people} refused={refused} />
      {save.error && refused.size === 0 && (
        <p className="t-problem" role="alert">
          {save.error.message}
        </p>
      )}
      <div className="t-composer__foot">
        <span className="t-hint" />
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" busy={save.isPending} disabled={text.trim() === ''} onClick={submit}>
          {t('action.save')}
        </Button>
      </div>
    </div>
  )
}
