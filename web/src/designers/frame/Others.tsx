import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { usePresence } from './usePresence.ts'

/** Who else is in this draft, and where. */
export function Others() {
  const { t } = useTranslation()
  const others = usePresence()
  if (others.length === 0) return null
  return (
    <ul className="b-others" aria-label={t('design.frame.others')}>
      {others.slice(0, 4).map(({ user, place }) => (
        <li key={user.id} title={t('design.frame.otherAt', { name: user.name, place })}>
          <Mark name={user.name} round size={22} />
          <span className="sr-only">{t('design.frame.otherAt', { name: user.name, place })}</span>
        </li>
      ))}
    </ul>
  )
}
