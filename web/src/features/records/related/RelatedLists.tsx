import type { Entity } from '@mortise/sdk'
import { useMemo } from 'react'
import { useDescription } from '@/lib/api/get-description.ts'
import type { Section } from '../form/useSections.ts'
import { RelatedList } from './RelatedList.tsx'
import { relatedOf } from './relatedOf.ts'
import type { Target } from './relatedQuery.ts'
import './related.css'

interface RelatedListsProps {
  entity: Entity
  /** Those of the form, whose lists are not repeated. */
  sections: Section[]
  target: Target
}

/** The records of other entities that lead to the one of a page, a list for each way. */
export default function RelatedLists({ entity, sections, target }: RelatedListsProps) {
  const description = useDescription().data
  const all = useMemo(
    () => (description ? relatedOf(description, entity, sections) : []),
    [description, entity, sections],
  )
  return (
    <div className="rl">
      {all.map((related) => (
        <RelatedList
          key={`${related.entity.name}.${related.field.name}`}
          related={related}
          target={target}
          several={all.filter((other) => other.entity === related.entity).length > 1}
        />
      ))}
    </div>
  )
}
