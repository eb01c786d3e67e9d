import type { IssuedToken } from '@mortise/sdk'
import { KeySquare, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Copied } from '@/components/Copied.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { formatAgo, formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Trouble } from './Block.tsx'
import { scopeWords } from './scopes.ts'
import { TokenForm } from './TokenForm.tsx'
import { useSessions } from './useSessions.ts'

/** The tokens by which programs act in the user's name. */
export function TokensSection() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { query, list, end, renew } = useSessions('token')
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<IssuedToken>()
  return (
    <>
      <p className="e-text">{t('me.tokensText')}</p>
      <Button icon={<Plus size={14} aria-hidden="true" />} onClick={() => setMaking(true)}>
        {t('me.tokenNew')}
      </Button>
      <Trouble error={query.error} />
      {query.isSuccess && list.length === 0 && <p className="e-text e-none">{t('me.tokensNone')}</p>}
      <ul className="e-list">
        {list.map((one) => (
          <li key={one.id} className="e-item">
            <KeySquare size={16} aria-hidden="true" />
            <div className="e-item__text">
              <strong>{one.name || t('me.tokenUnnamed')}</strong>
              <span>
                {one.scopes ? scopeWords(one.scopes, t) : t('me.scopeAll')}
                {' · '}
                {t('me.seen', { ago: formatAgo(one.seen_at, language) })}
                {' · '}
                {t('me.until', { day: formatDate(one.expires_at, language) })}
              </span>
            </div>
            <Button
              look="ghost"
              aria-label={t('me.endNamed', { name: one.name || t('me.tokenUnnamed') })}
              busy={end.isPending}
              onClick={() => end.mutate([one])}
            >
              {t('me.end')}
            </Button>
          </li>
        ))}
      </ul>
      {making && (
        <TokenForm
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false)
            setMade(token)
            renew()
          }}
        />
      )}
      {made && (
        <Dialog
          title={t('me.tokenMade')}
          closeLabel={t('action.close')}
          onClose={() => setMade(undefined)}
          footer={
            <Button look="primary" onClick={() => setMade(undefined)}>
              {t('me.tokenKept')}
            </Button>
          }
        >
          <p>{t('me.tokenMadeText')}</p>
          <p className="e-token">{made.token}</p>
          <Copied text={made.token} />
        </Dialog>
      )}
    </>
  )
}
