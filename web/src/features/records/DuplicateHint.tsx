import type { Duplicate, Entity } from '@mortise/sdk'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DuplicateList } from './DuplicateList.tsx'

/** Says, before anything is saved, that the record seems to be there already. */
export function DuplicateHint({ entity, duplicates }: { entity: Entity; duplicates: Duplicate[] }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="r-hint" data-open={duplicates.length > 0 || undefined}>
      {duplicates.length > 0 && (
        <>
          <Users size={16} aria-hidden="true" />
          <div>
            <strong>{t('duplicate.hint', { name: entity.title })}</strong>
            <DuplicateList entity={entity} duplicates={duplicates} />
          </div>
        </>
      )}
    </div>
  )
}
