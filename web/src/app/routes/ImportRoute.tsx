import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ImportPage } from '@/features/import/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

export function ImportRoute() {
  const { t } = useTranslation()
  const entity = useEntity(useParams({ from: '/shell/e/$entity/import' }).entity)
  useTitle(entity && t('import.title', { name: entity.plural || entity.title }))
  if (!entity?.actions.includes('import')) return <PageNotFound />
  return <ImportPage key={entity.name} entity={entity} />
}
