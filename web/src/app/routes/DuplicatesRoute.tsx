import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { DuplicatesPage } from '@/features/duplicates/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

const Merge = lazy(() => import('@/features/actions/MergeTicked.tsx'))

export function DuplicatesRoute() {
  const { t } = useTranslation()
  const name = useParams({ from: '/shell/e/$entity/duplicates' }).entity
  const { rule } = useSearch({ from: '/shell/e/$entity/duplicates' })
  const entity = useEntity(name)
  const navigate = useNavigate()
  const choose = useCallback(
    (next: number) =>
      navigate({
        to: '/e/$entity/duplicates',
        params: { entity: name },
        search: { rule: next },
        replace: true,
      }),
    [navigate, name],
  )
  useTitle(entity && t('alike.title', { name: entity.plural || entity.title }))
  if (!entity?.actions.includes('read') || !entity.duplicate_rules?.length) return <PageNotFound />
  return <DuplicatesPage key={entity.name} entity={entity} rule={rule} onRule={choose} Merge={Merge} />
}
