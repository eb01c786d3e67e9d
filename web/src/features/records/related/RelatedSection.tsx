import { useMemo } from 'react'
import { useEntity } from '@/lib/api/get-description.ts'
import { fieldOf } from '@/lib/definition.ts'
import type { Fold } from '../form/useFold.ts'
import { RelatedList } from './RelatedList.tsx'
import { leadsTo } from './relatedOf.ts'
import type { Target } from './relatedQuery.ts'
import './related.css'

interface RelatedSectionProps {
  related: { entity: string; field: string }
  target: Target
  title: string | undefined
  below: boolean
  fold: Fold | undefined
}

/** The records that lead here by one field, in a section of the form. */
export default function RelatedSection({ related, target, title, below, fold }: RelatedSectionProps) {
  const entity = useEntity(related.entity)
  const found = useMemo(() => {
    const field = entity && fieldOf(entity, related.field)
    return entity && field ? { entity, field } : undefined
  }, [entity, related.field])
  if (!found) return null
  const several = found.entity.fields.filter((field) => leadsTo(field, target.entity)).length > 1
  return (
    <RelatedList related={found} target={target} several={several} title={title} below={below} fold={fold} />
  )
}
