import { useEffect } from 'react'
import { useMe } from '@/lib/api/get-me.ts'
import { changeLanguage, nearestLanguage } from '@/lib/i18n/index.ts'

/** Speaks the language that the principal's account says. */
export function useFollowLanguage(): void {
  const language = useMe().data?.language
  useEffect(() => {
    if (language) changeLanguage(nearestLanguage(language))
  }, [language])
}
