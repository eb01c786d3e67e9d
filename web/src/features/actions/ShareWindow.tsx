import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { recordLabel } from '@/lib/definition.ts'
import ShareDialog from './ShareDialog.tsx'
import '@/field-types/asking/asking.css'
import './actions.css'

interface ShareWindowProps {
  entity: string
  id: string
  onClose: () => void
}

/** Shares a record away from its own page. */
export default function ShareWindow({ entity: name, id, onClose }: ShareWindowProps) {
  const entity = useEntity(name)
  const { data, refetch } = useQuery({
    queryKey: ['record', name, id, 'named'],
    enabled: entity !== undefined,
    queryFn: async ({ signal }) => (await client.get(name, id, [entity?.label ?? 'id'], signal)).record,
  })
  if (!entity || !data) return null
  const refresh = async () => {
    await refetch()
  }
  return (
    <ShareDialog
      place={{ entity, record: data, name: recordLabel(entity, data), may: () => true, refresh }}
      onClose={onClose}
    />
  )
}
