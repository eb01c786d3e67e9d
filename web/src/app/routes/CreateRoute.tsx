import { useParams } from '@tanstack/react-router'
import { CreatePage, CreateRefused } from '@/features/records/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { PageNotFound } from './PageNotFound.tsx'

export function CreateRoute() {
  const entity = useEntity(useParams({ from: '/shell/e/$entity/new' }).entity)
  if (!entity) return <PageNotFound />
  if (!entity.actions.includes('create')) return <CreateRefused entity={entity} />
  return <CreatePage key={entity.name} entity={entity} />
}
