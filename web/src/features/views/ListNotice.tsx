import { type Entity, Problem } from '@mortise/sdk'
import { BookmarkX, FilterX, Inbox, Plus, RotateCw, ServerCrash, ShieldX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'

/** A list that could not be read. */
export function ListFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation()
  if (error instanceof Problem && error.status === 403) {
    return (
      <Notice alert icon={<ShieldX size={20} />} title={t('refused.title')}>
        {t('refused.list')}
      </Notice>
    )
  }
  const unreachable = error instanceof Problem && error.status === 0
  return (
    <Notice
      alert
      icon={<ServerCrash size={20} />}
      title={t('failed.title')}
      actions={
        <Button icon={<RotateCw size={14} />} onClick={onRetry}>
          {t('action.retry')}
        </Button>
      }
    >
      {unreachable ? t('failed.unreachable') : error.message}
    </Notice>
  )
}

/** A view that is not there, or not for the user any more. */
export function ViewMissing({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation()
  return (
    <Notice
      icon={<BookmarkX size={20} />}
      title={t('views.missing')}
      actions={<Button onClick={onBack}>{t('views.back')}</Button>}
    />
  )
}

interface ListEmptyProps {
  entity: Entity
  narrowed: boolean
  archived: boolean
  onClear: () => void
  onCreate?: () => void
}

/** A list without records: because there are none, or none match. */
export function ListEmpty({ entity, narrowed, archived, onClear, onCreate }: ListEmptyProps) {
  const { t } = useTranslation()
  const name = entity.title
  if (narrowed) {
    return (
      <Notice
        icon={<FilterX size={20} />}
        title={t('empty.noMatch')}
        actions={<Button onClick={onClear}>{t('empty.clear')}</Button>}
      >
        {t('empty.noMatchText')}
      </Notice>
    )
  }
  if (archived) {
    return (
      <Notice icon={<Inbox size={20} />} title={t('empty.noArchived')}>
        {t('empty.noArchivedText')}
      </Notice>
    )
  }
  return (
    <Notice
      icon={<Inbox size={20} />}
      title={t('empty.none', { name })}
      actions={
        onCreate && (
          <Button look="primary" icon={<Plus size={14} />} onClick={onCreate}>
            {t('record.newNamed', { name })}
          </Button>
        )
      }
    >
      {t(
        onCreate
          ? entity.actions.includes('import')
            ? 'empty.noneImport'
            : 'empty.noneCreate'
          : 'empty.noneText',
      )}
    </Notice>
  )
}
