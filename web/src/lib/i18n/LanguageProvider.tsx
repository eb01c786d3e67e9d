import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageContext, nearestLanguage } from './index.ts'

/** Gives the language in use to everything below. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  return <LanguageContext value={nearestLanguage(i18n.language)}>{children}</LanguageContext>
}
