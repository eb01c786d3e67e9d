import { Link } from '@tanstack/react-router'
import { Mark } from '@/components/Mark.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import type { DisplayProps } from '../contract.ts'
import { useRelatedLabel } from './useRelatedLabel.ts'

export function Display({ field, value, place }: DisplayProps) {
  const target = relationTarget(field)
  const entity = useEntity(target)
  const id = relatedId(value)
  const label = useRelatedLabel(field, value)
  const inner = (
    <>
      <Mark name={label} round={target === 'user'} />
      <span className="truncate">{label}</span>
    </>
  )
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
