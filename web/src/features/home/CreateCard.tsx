import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { CirclePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Card } from './Card.tsx'

/** What the caller may make. */
export function CreateCard({ entities }: { entities: Entity[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('home.create')} icon={<CirclePlus size={15} aria-hidden="true" />}>
      <ul className="h-create">
        {entities.map((entity) => (
          <li key={entity.name}>
            <Link className="h-create__item" to="/e/$entity/new" params={{ entity: entity.name }}>
              <EntityIcon icon={entity.icon} color={entity.color} />
              <span className="truncate">{entity.title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
