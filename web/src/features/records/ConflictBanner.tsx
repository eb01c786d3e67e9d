import type { Entity, Field, FieldConflict } from '@mortise/sdk'
import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { useRelatedLabel } from '@/field-types/relation/useRelatedLabel.ts'
import { fieldOf, isEmptyValue, pointsToRecord } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface ConflictBannerProps {
  entity: Entity
  conflicts: FieldConflict[]
  onKeep: () => void
  onYield: () => void
}

/** Says what somebody else has changed, too, and lets one choose whose values stay. */
export function ConflictBanner({ entity, conflicts, onKeep, onYield }: ConflictBannerProps) {
  const { t } = useTranslation()
  const known = conflicts.flatMap((one) => {
    const field = fieldOf(entity, one.field)
    return field ? [{ field, one }] : []
  })
  return (
    <div className="r-banner r-banner--conflict" role="alert">
      <div>
        {t(known.length > 0 ? 'conflict.text' : 'record.conflict')}
        <ul>
          {known.map(({ field, one }) => (
            <li key={one.field}>
              <Conflicting field={field} one={one} />
            </li>
          ))}
        </ul>
      </div>
      {known.length > 0 ? (
        <>
          <Button onClick={onYield}>{t('conflict.theirs')}</Button>
          <Button onClick={onKeep}>{t('conflict.mine')}</Button>
        </>
      ) : (
        <Button icon={<RotateCw size={14} />} onClick={onKeep}>
          {t('action.reload')}
        </Button>
      )}
    </div>
  )
}

function Conflicting({ field, one }: { field: Field; one: FieldConflict }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const points = pointsToRecord(field)
  const label = useRelatedLabel(field, points ? one.theirs : null)
  const words = { field: field.title, by: one.by?.name || t('conflict.somebody') }
  if (!('theirs' in one)) return t('conflict.changed', words)
  if (isEmptyValue(one.theirs)) return t('conflict.cleared', words)
  return t('conflict.set', {
    ...words,
    after: points ? label : typeOf(field).text(field, one.theirs, language),
  })
}
