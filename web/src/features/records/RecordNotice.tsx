import { type Entity, Problem } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { FileX2, RotateCw, ServerCrash, ShieldX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Crumbs } from './RecordHeader.tsx'

function Frame({ entity, title, children }: { entity: Entity; title: string; children: ReactNode }) {
  return (
    <main className="a-page" aria-label={title}>
      <PageHeader>
        <Crumbs entity={entity} title={title} heading />
      </PageHeader>
      {children}
    </main>
  )
}

function BackToList({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  return (
    <Link className="m-button m-button--plain" to="/e/$entity" params={{ entity: entity.name }}>
      {t('list.all', { name: entity.plural || entity.title })}
    </Link>
  )
}

/** A record that is not there, or not for the caller: the same page. */
export function RecordMissing({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  return (
    <Frame entity={entity} title={t('notFound.recordTitle')}>
      <Notice
        icon={<FileX2 size={20} />}
        title={t('notFound.recordTitle')}
        actions={<BackToList entity={entity} />}
      >
        {t('notFound.recordText')}
      </Notice>
    </Frame>
  )
}

/** A record that could not be read. */
export function RecordFailed({
  entity,
  error,
  onRetry,
}: {
  entity: Entity
  error: Error
  onRetry: () => void
}) {
  const { t } = useTranslation()
  const status = error instanceof Problem ? error.status : -1
  if (status === 403) {
    return (
      <Frame entity={entity} title={t('refused.title')}>
        <Notice
          alert
          icon={<ShieldX size={20} />}
          title={t('refused.title')}
          actions={<BackToList entity={entity} />}
        >
          {t('refused.action')}
        </Notice>
      </Frame>
    )
  }
  return (
    <Frame entity={entity} title={t('failed.title')}>
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
        {status === 0 ? t('failed.unreachable') : error.message}
      </Notice>
    </Frame>
  )
}

/** A page that only says that the caller may not create. */
export function CreateRefused({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  return (
    <Frame entity={entity} title={t('refused.title')}>
      <Notice
        icon={<ShieldX size={20} />}
        title={t('refused.title')}
        actions={<BackToList entity={entity} />}
      >
        {t('refused.create', { name: entity.title })}
      </Notice>
    </Frame>
  )
}

/** The shape of a record that is on its way. */
export function RecordLoading({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  return (
    <Frame entity={entity} title={t('state.loading')}>
      <div className="r-loading" role="status" aria-label={t('state.loading')}>
        <Skeleton width={260} height={36} />
        <Skeleton width="100%" height={26} />
        <Skeleton width="100%" height={180} />
        <Skeleton width="100%" height={120} />
      </div>
    </Frame>
  )
}
