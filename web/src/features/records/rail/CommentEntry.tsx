import type { Comment, Entity } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { FileLine } from '@/field-types/file/FileLine.tsx'
import { isPicture } from '@/field-types/file/files.ts'
import Markdown from '@/field-types/markdown/Markdown.tsx'
import '@/field-types/shapes.css'
import '@/field-types/writing.css'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { CommentEdit } from './CommentEdit.tsx'
import { withStrongNames } from './mentions.ts'
import { useRemoveComment } from './useRemoveComment.ts'
import type { RailPlace } from './useTimeline.ts'

/** What somebody said; one's own can be edited and taken back. */
export function CommentEntry({
  entity,
  comment,
  place,
}: {
  entity: Entity
  comment: Comment
  place: RailPlace
}) {
  const { t } = useTranslation()
  const me = useMe().data?.user
  const [editing, setEditing] = useState(false)
  const { id } = place.record
  const { removed, remove } = useRemoveComment(entity.name, id, comment.id)
  if (removed) return <p className="t-none">{t('comment.removed')}</p>
  if (editing)
    return <CommentEdit entity={entity} id={id} comment={comment} onClose={() => setEditing(false)} />
  const own = comment.by.id === me?.id && place.may('comment') && !place.record.archived_at
  return (
    <div className="t-comment">
      <Markdown text={withStrongNames(comment.text, comment.mentions)} />
      {comment.files.map((file) => {
        const href = client.comments.fileAddress(entity.name, id, comment.id, file.id)
        return (
          <FileLine
            key={file.id}
            file={{ id: file.id, info: file, href, picture: isPicture(file.media_type) ? href : undefined }}
          />
        )
      })}
      {comment.edited_at && <FormerTexts entity={entity} id={id} comment={comment} />}
      {own && (
        <span className="t-comment__acts">
          <IconButton
            label={t('comment.edit')}
            icon={<Pencil size={13} />}
            onClick={() => setEditing(true)}
          />
          <IconButton label={t('comment.remove')} icon={<Trash2 size={13} />} onClick={remove} />
        </span>
      )}
    </div>
  )
}

/** That a comment was edited, and what it said before. */
function FormerTexts({ entity, id, comment }: { entity: Entity; id: string; comment: Comment }) {
  const { t } = useTranslation()
  return (
    <Popover
      label={t('comment.former')}
      width={300}
      trigger={(props) => (
        <button type="button" className="t-act" {...props}>
          {t('comment.edited')}
        </button>
      )}
    >
      {() => <FormerList entity={entity.name} id={id} comment={comment} />}
    </Popover>
  )
}

function FormerList({ entity, id, comment }: { entity: string; id: string; comment: Comment }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const former = useQuery({
    queryKey: ['record', entity, id, 'comment', comment.id, comment.edited_at],
    queryFn: ({ signal }) => client.comments.formerTexts(entity, id, comment.id, signal),
    retry: false,
  })
  if (former.isPending) return <p className="t-former">{t('state.loading')}</p>
  if (former.isError) return <p className="t-former">{former.error.message}</p>
  return (
    <ol className="t-former">
      {former.data.map((one) => (
        <li key={one.until}>
          <time dateTime={one.until}>{t('comment.until', { at: formatDateTime(one.until, language) })}</time>
          <p>{one.text}</p>
        </li>
      ))}
    </ol>
  )
}
