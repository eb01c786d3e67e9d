import { useTranslation } from 'react-i18next'
import { relatedId } from '@/lib/definition.ts'
import type { DisplayProps } from '../contract.ts'
import { Display as One } from '../relation/Display.tsx'

const inList = 3

/** The records that the value points to; a list shows the first ones. */
export function Display({ field, value, place }: DisplayProps) {
  const { t } = useTranslation()
  const all: unknown[] = Array.isArray(value) ? value : []
  const shown = place === 'list' ? all.slice(0, inList) : all
  return (
    <span className={place === 'list' ? 'f-pills' : 'f-pills f-pills--wrap'}>
      {shown.map((one) => (
        <span key={relatedId(one)} className="f-chip">
          <One field={field} value={one} place={place} />
        </span>
      ))}
      {all.length > shown.length && (
        <span className="f-more" title={t('relation.count', { count: all.length })}>
          +{all.length - shown.length}
        </span>
      )}
    </span>
  )
}
