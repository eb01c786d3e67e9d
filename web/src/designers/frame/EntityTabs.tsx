import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The designers of one entity, in the order in which they are needed. */
export const entityParts = ['fields', 'forms', 'views', 'access', 'rules', 'json'] as const

/** A designer of one entity. */
export type EntityPart = (typeof entityParts)[number]

/** Leads from one designer of an entity to the others. */
export function EntityTabs({ entity }: { entity: string }) {
  const { t } = useTranslation()
  return (
    <nav className="b-tabs" aria-label={t('design.frame.parts')}>
      {entityParts.map((part) => (
        <Link
          key={part}
          to="/design/e/$entity/$part"
          params={{ entity, part }}
          className="b-tab"
          activeProps={{ className: 'b-tab b-tab--on', 'aria-current': 'page' }}
        >
          {t(`design.frame.part.${part}`)}
        </Link>
      ))}
    </nav>
  )
}
