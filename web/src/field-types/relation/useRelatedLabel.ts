import type { Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { findEntity, useDescription, useEntity } from '@/lib/api/get-description.ts'
import { labelOf } from '@/lib/api/labels.ts'
import { relatedId, relatedLabel, relationTarget, shortId } from '@/lib/definition.ts'

/** What a value that points to a record is called. */
export interface RelatedName {
  label: string
  /** The caller is not shown the record. */
  hidden: boolean
}

/** The name of the record that a value points to; asks the server when it came without one. */
export function useRelatedName(field: Field, value: unknown): RelatedName {
  const { t } = useTranslation()
  const id = relatedId(value)
  const known = relatedLabel(value)
  const target = relationTarget(field) ?? ''
  const description = useDescription().data
  const entity = useEntity(target)
  const query = useQuery({
    queryKey: ['label', target, id],
    enabled: known === null && id !== null && entity !== undefined,
    staleTime: 5 * 60_000,
    retry: false,
    queryFn: () => (entity && id ? labelOf(entity, id) : null),
  })
  if (known !== null || id === null) return { label: known ?? '', hidden: false }
  const unknown = description !== undefined && !findEntity(description, target)
  if (unknown || query.data === null)
    return { label: t('relation.hidden', { id: shortId(id) }), hidden: true }
  return { label: query.data ?? shortId(id), hidden: false }
}

/** The same in words only. */
export function useRelatedLabel(field: Field, value: unknown): string {
  return useRelatedName(field, value).label
}
