import type { Entity, Field, HistoryField } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { useRelatedLabel } from '@/field-types/relation/useRelatedLabel.ts'
import { fieldOf, isEmptyValue, pointsToRecord, relatedId } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

const longest = 48

/** One changed field in words. */
export function HistoryChange({ entity, change }: { entity: Entity; change: HistoryField }) {
  const field = fieldOf(entity, change.name)
  if (!field) return null
  return pointsToRecord(field) ? (
    <RelationChange field={field} change={change} />
  ) : (
    <PlainChange field={field} change={change} />
  )
}

function PlainChange({ field, change }: { field: Field; change: HistoryField }) {
  const language = useLanguage()
  const words = (value: unknown) => {
    if (isEmptyValue(value)) return ''
    const text = typeOf(field).text(field, value, language)
    return text.length > longest ? `${text.slice(0, longest)}…` : text
  }
  return <ChangeText field={field} before={words(change.before)} after={words(change.after)} />
}

function RelationChange({ field, change }: { field: Field; change: HistoryField }) {
  const named = (value: unknown) => {
    const id = relatedId(value)
    const label = id === null ? undefined : change.labels?.[id]
    return label === undefined ? value : { id, label }
  }
  const before = useRelatedLabel(field, named(change.before))
  const after = useRelatedLabel(field, named(change.after))
  return <ChangeText field={field} before={before} after={after} />
}

function ChangeText({ field, before, after }: { field: Field; before: string; after: string }) {
  const { t } = useTranslation()
  const words = { field: field.title, before, after }
  if (after === '') return <p>{t('history.cleared', words)}</p>
  return <p>{t(before === '' ? 'history.changedTo' : 'history.changedFrom', words)}</p>
}
