import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchPage } from '@/features/palette/SearchPage.tsx'
import { useTitle } from '@/lib/useTitle.ts'

export function SearchRoute() {
  const { t } = useTranslation()
  const { q, entity } = useSearch({ from: '/shell/search' })
  const navigate = useNavigate()
  const change = useCallback(
    (search: { q?: string; entity?: string }) => navigate({ to: '/search', search, replace: true }),
    [navigate],
  )
  useTitle(q ? t('search.of', { q }) : t('search.title'))
  return <SearchPage q={q ?? ''} only={entity} onChange={change} />
}
