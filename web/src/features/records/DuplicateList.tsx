import type { Duplicate, Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import './duplicates.css'

/** The records that are there already: what is the same, and whose they are, as far as one may know. */
export function DuplicateList({ entity, duplicates }: { entity: Entity; duplicates: Duplicate[] }) {
  return (
    <ul className="r-duplicates">
      {duplicates.map((one) => (
        <li key={`${one.record}:${one.fields.join()}`}>
          <DuplicateLine entity={entity} one={one} />
        </li>
      ))}
    </ul>
  )
}

function DuplicateLine({ entity, one }: { entity: Entity; one: Duplicate }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const titles = one.fields.map((name) => fieldOf(entity, name)?.title ?? name)
  const fields = new Intl.ListFormat(language, { type: 'conjunction' }).format(titles)
  const whose = one.owner
    ? t('duplicate.owner', { name: one.owner })
    : t(one.unowned ? 'duplicate.unowned' : one.record ? 'duplicate.readable' : 'duplicate.unknown')
  return (
    <>
      <strong>{t('duplicate.same', { fields })}</strong>
      <span>
        {whose}
        {one.archived && ` ${t('duplicate.archived')}`}
      </span>
      {one.record && (
        <Link
          to="/e/$entity/$id"
          params={{ entity: entity.name, id: one.record }}
          target="_blank"
          rel="noopener"
        >
          {t('duplicate.open', { name: one.label || one.record })}
        </Link>
      )}
    </>
  )
}
