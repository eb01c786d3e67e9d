import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { useDoc } from '@/designers/core/useBench.ts'
import { PageNotFound } from './PageNotFound.tsx'

/** The designers of one entity, by the last part of the address. */
const parts = {
  fields: lazy(() => import('@/designers/entity/FieldsPage.tsx')),
  forms: lazy(() => import('@/designers/form/FormsPage.tsx')),
  views: lazy(() => import('@/designers/view/ViewsPage.tsx')),
  rules: lazy(() => import('@/designers/rules/RulesPage.tsx')),
  json: lazy(() => import('@/designers/json/JsonPage.tsx')),
  access: lazy(() => import('@/designers/access/AccessPage.tsx')),
}

/** One designer of one entity. */
export function DesignEntityRoute() {
  const { entity = '', part = '' } = useParams({ strict: false })
  const doc = useDoc('entity', entity)
  const Page = parts[part as keyof typeof parts]
  if (!doc || !Page) return <PageNotFound />
  return (
    <Suspense fallback={<Skeleton width="100%" height={40} />}>
      <Page key={entity} entity={entity} />
    </Suspense>
  )
}
