import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { type Recent, useRecent } from '@/lib/api/recent.ts'
import { useLabel } from '@/lib/api/useLabel.ts'
import { Card, CardEmpty } from './Card.tsx'

const shown = 8

/** The records that the user opened last. */
export function RecentCard({ entities }: { entities: Entity[] }) {
  const { t } = useTranslation()
  const known = useRecent().filter((one) => entities.some(({ name }) => name === one.entity))
  return (
    <Card title={t('home.recent')} icon={<History size={15} aria-hidden="true" />}>
      {known.length === 0 && <CardEmpty>{t('home.recentNone')}</CardEmpty>}
      <ul>
        {known.slice(0, shown).map((one) => (
          <RecentRow
            key={`${one.entity}/${one.id}`}
            one={one}
            entity={entities.find(({ name }) => name === one.entity)}
          />
        ))}
      </ul>
    </Card>
  )
}

function RecentRow({ one, entity }: { one: Recent; entity?: Entity }) {
  const label = useLabel(one.entity, one.id)
  if (label === null) return null
  return (
    <li className="h-row">
      <EntityIcon icon={entity?.icon} color={entity?.color} />
      <Link className="h-row__main truncate" to="/e/$entity/$id" params={{ entity: one.entity, id: one.id }}>
        {label ?? <Skeleton width={96} />}
      </Link>
      <span className="h-row__of">{entity?.title}</span>
    </li>
  )
}
