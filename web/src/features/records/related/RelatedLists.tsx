import type { Entity } from '@mortise/sdk'
import { useMemo } from 'react'
import { useDescription } from '@/lib/api/get-description.ts'
import type { RecordPlace } from '@/lib/record-place.ts'
import { RelatedList } from './RelatedList.tsx'
import { relatedOf } from './relatedOf.ts'
import './related.css'

/** The records of other entities that lead to the one of a page, a list for each way. */
export default function RelatedLists({ entity, place }: { entity: Entity; place: RecordPlace }) {
  const description = useDescription().data
  const all = useMemo(() => (description ? relatedOf(description, entity) : []), [description, entity])
  const target = useMemo(
    () => ({ entity: entity.name, id: place.record.id, label: place.name }),
    [entity.name, place.record.id, place.name],
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
