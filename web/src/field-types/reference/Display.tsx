import { useEntity } from '@/lib/api/get-description.ts'
import type { DisplayProps } from '../contract.ts'
import { Display as Related } from '../relation/Display.tsx'
import { parseReference, relationTo } from './reference.ts'

export function Display({ field, value, place }: DisplayProps) {
  const named = parseReference(value)
  const entity = useEntity(named?.entity)
  if (!named) return null
  return (
    <span className="f-related">
      <Related field={relationTo(field, named.entity)} value={named.id} place={place} />
      <span className="f-kind truncate">{entity?.title ?? named.entity}</span>
    </span>
  )
}
