import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CreatePage, CreateRefused } from '@/features/records/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

export function CreateRoute() {
  const entity = useEntity(useParams({ from: '/shell/e/$entity/new' }).entity)
  const { t } = useTranslation()
  useTitle(entity && t('record.newNamed', { name: entity.title }))
  if (!entity) return <PageNotFound />
  if (!entity.actions.includes('create')) return <CreateRefused entity={entity} />
  return <CreatePage key={entity.name} entity={entity} />
}
