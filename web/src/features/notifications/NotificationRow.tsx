import type { Notification } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Mail, MailOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { formatAgo, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface NotificationRowProps {
  notification: Notification
  /** What the record is called that it is about, where that is known. */
  subject?: string | null
  onOpen: (notification: Notification) => void
  onMark: (change: { id: string; read: boolean }) => void
}

/** One thing that the caller was told, which leads to what it is about. */
export function NotificationRow({ notification, subject: named, onOpen, onMark }: NotificationRowProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { id, text, kind, entity: about, subject, created_at, read_at } = notification
  const entity = useDescription().data?.entities.find(({ name }) => name === about)
  const words = text || kind
  const unread = !read_at
  return (
    <li className="n-row" data-unread={unread || undefined}>
      <EntityIcon icon={entity?.icon ?? 'bell'} color={entity?.color} />
      <div className="n-row__text">
        {entity?.actions.includes('read') && subject ? (
          <Link
            className="n-row__link"
            to="/e/$entity/$id"
            params={{ entity: entity.name, id: subject }}
            onClick={() => onOpen(notification)}
          >
            {unread && <span className="sr-only">{t('notifications.unreadOne')} </span>}
            {words}
          </Link>
        ) : (
          <span>
            {unread && <span className="sr-only">{t('notifications.unreadOne')} </span>}
            {words}
          </span>
        )}
        <span className="n-row__at">
          {named && !words.includes(named) && `${named} · `}
          <time dateTime={created_at} title={formatDateTime(created_at, language)}>
            {formatAgo(created_at, language)}
          </time>
        </span>
      </div>
      <IconButton
        label={t(unread ? 'notifications.markRead' : 'notifications.markUnread')}
        icon={unread ? <MailOpen size={14} /> : <Mail size={14} />}
        onClick={() => onMark({ id, read: unread })}
      />
    </li>
  )
}
