import type { Field, FieldConflict } from '@mortise/sdk'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { useRelatedLabel } from '@/field-types/relation/useRelatedLabel.ts'
import { isEmptyValue, pointsToRecord } from '@/lib/definition.ts'
import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

/** Whose value of a field stays. */
export type Side = 'mine' | 'theirs'

interface ConflictFieldProps {
  field: Field
  conflict: FieldConflict
  mine: unknown
  chosen: Side | undefined
  onChoose: (side: Side) => void
}

/** One field that two have changed: what it was, and what each has made of it. */
export function ConflictField({ field, conflict, mine, chosen, onChoose }: ConflictFieldProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useId()
  const by = conflict.by?.name || t('conflict.somebody')
  const at = conflict.at && formatDateTime(conflict.at, language)
  const side = (which: Side, title: ReactNode, value: ReactNode) => (
    <label className="rc-side" data-chosen={chosen === which || undefined}>
      <span className="rc-side__head">
        <input type="radio" name={name} checked={chosen === which} onChange={() => onChoose(which)} />
        {title}
      </span>
      <span className="rc-side__value">{value}</span>
    </label>
  )
  return (
    <fieldset className="rc-field" data-conflict={field.name}>
      <legend>{field.title}</legend>
      {'base' in conflict && (
        <p className="rc-base">
          {t('conflict.before')} <Words field={field} value={conflict.base} />
        </p>
      )}
      <div className="rc-sides">
        {side('mine', <strong>{t('conflict.mine')}</strong>, <Words field={field} value={mine} />)}
        {side(
          'theirs',
          <>
            <strong>{by}</strong>
            {at && <time dateTime={conflict.at}>{at}</time>}
          </>,
          'theirs' in conflict ? (
            <Words field={field} value={conflict.theirs} />
          ) : (
            <span className="rc-none">{t('conflict.unseen')}</span>
          ),
        )}
      </div>
    </fieldset>
  )
}

/** A value in words. */
function Words({ field, value }: { field: Field; value: unknown }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const points = pointsToRecord(field)
  const label = useRelatedLabel(field, points ? value : null)
  if (isEmptyValue(value)) return <span className="rc-none">{t('conflict.empty')}</span>
  return points ? label : typeOf(field).text(field, value, language)
}
