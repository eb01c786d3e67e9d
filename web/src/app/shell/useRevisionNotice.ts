import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { descriptionQuery } from '@/lib/api/get-description.ts'
import { onNewRevision } from '@/lib/api/revision.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

/** Says that entities, forms or lists have become others, when they have for this user. */
export function useRevisionNotice(): void {
  const { t } = useTranslation()
  const language = useLanguage()
  const queries = useQueryClient()
  useEffect(
    () =>
      onNewRevision(async () => {
        const query = descriptionQuery(language)
        const before = queries.getQueryData(query.queryKey)?.entities
        const after = (await queries.fetchQuery({ ...query, staleTime: 0 }).catch(() => undefined))?.entities
        if (before && after && JSON.stringify(before) !== JSON.stringify(after))
          showToast({ tone: 'plain', text: t('shell.newRevision') })
      }),
    [queries, language, t],
  )
}
