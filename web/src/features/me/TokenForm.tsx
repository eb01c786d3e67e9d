import type { IssuedToken } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { client } from '@/lib/api/client.ts'
import { Line, Trouble } from './Block.tsx'
import { type PlainScope, plainScopes, scopesOf } from './scopes.ts'

const lives = [7, 30, 90, 365]

/** Asks what a new token is for, what it may and how long it lives. */
export function TokenForm({
  onMade,
  onClose,
}: {
  onMade: (token: IssuedToken) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const daysId = useId()
  const group = useId()
  const [name, setName] = useState('')
  const [days, setDays] = useState(30)
  const [all, setAll] = useState(false)
  const [plain, setPlain] = useState<PlainScope[]>(['read'])
  const [more, setMore] = useState('')
  const scopes = scopesOf(all, plain, more)
  const make = useMutation({
    mutationFn: () => client.account.newToken({ name: name.trim(), days, scopes }),
    onSuccess: onMade,
  })
  return (
    <Dialog
      title={t('me.tokenNew')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            look="primary"
            type="submit"
            form="token"
            busy={make.isPending}
            disabled={name.trim() === '' || scopes?.length === 0}
          >
            {t('me.tokenMake')}
          </Button>
        </>
      }
    >
      <form
        id="token"
        className="e-form"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate()
        }}
      >
        <Line data-first label={t('me.tokenName')} maxLength={100} required value={name} onChange={setName} />
        <div className="e-field">
          <label htmlFor={daysId}>{t('me.tokenDays')}</label>
          <select id={daysId} value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lives.map((one) => (
              <option key={one} value={one}>
                {t('me.days', { count: one })}
              </option>
            ))}
          </select>
        </div>
        <fieldset className="e-checks">
          <legend className="e-legend">{t('me.scopes')}</legend>
          {[true, false].map((whole) => (
            <label key={String(whole)} className="e-check">
              <input type="radio" name={group} checked={all === whole} onChange={() => setAll(whole)} />
              {t(whole ? 'me.scopeAll' : 'me.scopeSome')}
            </label>
          ))}
        </fieldset>
        {!all && (
          <>
            <fieldset className="e-checks">
              <legend className="sr-only">{t('me.scopeSome')}</legend>
              {plainScopes.map((scope) => (
                <label key={scope} className="e-check">
                  <input
                    type="checkbox"
                    checked={plain.includes(scope)}
                    onChange={() =>
                      setPlain((now) =>
                        now.includes(scope) ? now.filter((one) => one !== scope) : [...now, scope],
                      )
                    }
                  />
                  {t(`me.scope.${scope}`)}
                </label>
              ))}
            </fieldset>
            <Line label={t('me.scopeMore')} value={more} placeholder="read:customer" onChange={setMore} />
          </>
        )}
        <Trouble error={make.error} />
      </form>
    </Dialog>
  )
}
