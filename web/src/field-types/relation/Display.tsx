import { Link } from '@tanstack/react-router'
import { useEntity } from '@/lib/api/get-description.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import type { DisplayProps } from '../contract.ts'
import { RelatedMark } from './RelatedMark.tsx'
import { useRelatedName } from './useRelatedLabel.ts'

export function Display({ field, value, place }: DisplayProps) {
  const target = relationTarget(field)
  const entity = useEntity(target)
  const id = relatedId(value)
  const name = useRelatedName(field, value)
  const inner = <RelatedMark {...name} round={target === 'user'} />
  if (name.hidden) {
    return (
      <span className="f-related f-related--hidden" title={name.label}>
        {inner}
      </span>
    )
  }
  if (place === 'list' || !entity || !target || !id) return <span className="f-related">{inner}</span>
  return (
    <Link
      className="f-related f-related--link"
      to="/e/$entity/$id"
      params={{ entity: target, id }}
      onClick={(event) => event.stopPropagation()}
    >
      {inner}
    </Link>
  )
}
