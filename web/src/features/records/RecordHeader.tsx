import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/PageHeader.tsx'
import { leftList } from '@/lib/neighbours.ts'

/** Where the record is, and what can be done with it. */
export function RecordHeader({
  entity,
  name,
  actions,
}: {
  entity: Entity
  name: string
  actions: ReactNode
}) {
  return (
    <PageHeader actions={actions}>
      <Crumbs entity={entity} title={name} />
    </PageHeader>
  )
}

/** The way back to the list, and the title of the page: its heading when it has no other. */
export function Crumbs({ entity, title, heading }: { entity: Entity; title: string; heading?: boolean }) {
  const { t } = useTranslation()
  const search = useMemo(() => leftList(entity.name)?.search ?? {}, [entity.name]) as never
  return (
    <nav className="r-crumbs" aria-label={t('action.back')}>
      <Link
        className="m-icon-button"
        to="/e/$entity"
        params={{ entity: entity.name }}
        search={search}
        aria-label={t('action.back')}
      >
        <ChevronLeft size={17} />
      </Link>
      <Link className="r-crumbs__entity" to="/e/$entity" params={{ entity: entity.name }} search={search}>
        {entity.plural || entity.title}
      </Link>
      <span className="r-crumbs__slash" aria-hidden="true">
        /
      </span>
      {heading ? (
        <h1 className="r-crumbs__title truncate">{title}</h1>
      ) : (
        <span className="r-crumbs__title truncate" aria-current="page">
          {title}
        </span>
      )}
    </nav>
  )
}
