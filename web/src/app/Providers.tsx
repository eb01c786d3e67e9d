import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Toasts } from '@/components/Toasts.tsx'
import { cspNonce } from '@/lib/csp.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { LanguageProvider } from '@/lib/i18n/LanguageProvider.tsx'
import { useTheme } from '@/lib/theme.ts'
import { antTheme } from './ant-theme.ts'

const nonce = cspNonce()

/** What every page needs: data, language, theme, messages. */
export function Providers({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Inputs>{children}</Inputs>
      </LanguageProvider>
    </QueryClientProvider>
  )
}

function Inputs({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const theme = useTheme()
  return (
    <ConfigProvider
      csp={nonce ? { nonce } : undefined}
      locale={language === 'zh-CN' ? zhCN : en}
      theme={antTheme(theme)}
      // What opens from within a modal dialog must lie above it.
      getPopupContainer={(trigger) => trigger?.closest('dialog') ?? document.body}
      wave={{ disabled: true }}
    >
      {children}
      <Toasts closeLabel={t('action.close')} />
    </ConfigProvider>
  )
}
