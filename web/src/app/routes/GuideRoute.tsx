import { useParams } from '@tanstack/react-router'
import GuidePage from '@/features/guide/GuidePage.tsx'
import { PageNotFound } from './PageNotFound.tsx'

/** A page of the guide of an app package. */
export function GuideRoute() {
  const { package: of = '', page } = useParams({ strict: false })
  return <GuidePage of={of} page={page} missing={<PageNotFound />} />
}
