import { Laptop } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Pill } from '@/components/Mark.tsx'
import { formatAgo } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Block, Trouble } from './Block.tsx'
import { browserName, useSessions } from './useSessions.ts'

/** Where the user is signed in. */
export function SessionsBlock() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { query, list, end } = useSessions('cookie')
  const others = list.filter(({ current }) => !current)
  return (
    <Block title={t('me.sessions')} text={t('me.sessionsText')}>
      <Trouble error={query.error} />
      <ul className="e-list">
        {list.map((one) => (
          <li key={one.id} className="e-item">
            <Laptop size={16} aria-hidden="true" />
            <div className="e-item__text">
              <strong>{browserName(one.name)}</strong>
              <span>{t('me.seen', { ago: formatAgo(one.seen_at, language) })}</span>
            </div>
            {one.current ? (
              <Pill color="green">{t('me.here')}</Pill>
            ) : (
              <Button
                look="ghost"
                aria-label={t('me.endNamed', { name: browserName(one.name) })}
                busy={end.isPending}
                onClick={() => end.mutate([one])}
              >
                {t('me.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Button busy={end.isPending} onClick={() => end.mutate(others)}>
          {t('me.endOthers', { count: others.length })}
        </Button>
      )}
    </Block>
  )
}
