import type { Entity } from '@mortise/sdk'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DuplicateList } from './DuplicateList.tsx'
import { useForm } from './form/useFormStore.ts'
import { useProbe } from './form/useProbe.ts'
import './duplicates.css'

/** Says, before anything is saved, that the record seems to be there already; of one that is, with its id. */
export function DuplicateHint({ entity, id }: { entity: Entity; id?: string }) {
  const { t } = useTranslation()
  // Here and not in the page, which would be drawn again at every key.
  const duplicates = useProbe(entity, useForm(), id)
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
