import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Toasts } from '@/components/Toasts.tsx'
import { LanguageProvider } from '@/lib/i18n/LanguageProvider.tsx'

/** What every page needs: data, language, messages. */
export function Providers({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        {children}
        <Toasts label={t('toasts.label')} closeLabel={t('action.close')} />
      </LanguageProvider>
    </QueryClientProvider>
  )
}
