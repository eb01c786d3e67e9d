import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MePage, sectionOf } from '@/features/me/index.tsx'
import { useTitle } from '@/lib/useTitle.ts'

export function MeRoute() {
  const { t } = useTranslation()
  const section = sectionOf(useParams({ from: '/shell/me/$section' }).section)
  useTitle(t(`me.${section}`))
  return <MePage section={section} />
}
