import type { NewSecondFactor } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Copied } from '@/components/Copied.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { Block, Line, Trouble } from './Block.tsx'
import { QrCode } from './QrCode.tsx'

const key = ['second-factor']

/** Turns two-step verification on and off. */
export function SecondFactorBlock() {
  const { t } = useTranslation()
  const state = useQuery({ queryKey: key, queryFn: ({ signal }) => client.account.secondFactor(signal) })
  const [made, setMade] = useState<NewSecondFactor>()
  const [ending, setEnding] = useState(false)
  const begin = useMutation({ mutationFn: () => client.account.beginSecondFactor(), onSuccess: setMade })
  const enabled = state.data?.enabled === true
  return (
    <Block title={t('me.factor')} text={t(enabled ? 'me.factorOn' : 'me.factorOff')}>
      {state.isSuccess && !enabled && (
        <Button
          icon={<ShieldCheck size={14} aria-hidden="true" />}
          busy={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t('me.factorBegin')}
        </Button>
      )}
      {enabled && (
        <Button icon={<ShieldOff size={14} aria-hidden="true" />} onClick={() => setEnding(true)}>
          {t('me.factorEnd')}
        </Button>
      )}
      <Trouble error={begin.error} />
      {made && <BeginDialog made={made} onClose={() => setMade(undefined)} />}
      {ending && <EndDialog onClose={() => setEnding(false)} />}
    </Block>
  )
}

function BeginDialog({ made, onClose }: { made: NewSecondFactor; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => client.account.confirmSecondFactor(code.replace(/\s/g, '')),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  const codes = confirm.data
  return (
    <Dialog
      title={t(codes ? 'me.factorCodes' : 'me.factorBegin')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        codes ? (
          <Button look="primary" onClick={onClose}>
            {t('me.factorKept')}
          </Button>
        ) : (
          <>
            <Button look="ghost" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              look="primary"
              form="factor"
              type="submit"
              busy={confirm.isPending}
              disabled={code.trim().length < 6}
            >
              {t('me.factorConfirm')}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <>
          <p>{t('me.factorCodesText')}</p>
          <ul className="e-codes">
            {codes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <Copied text={codes.join('\n')} />
        </>
      ) : (
        <form
          id="factor"
          className="e-form"
          onSubmit={(event) => {
            event.preventDefault()
            confirm.mutate()
          }}
        >
          <p>{t('me.factorScan')}</p>
          <QrCode text={made.url} label={t('me.factorQr')} />
          <p>
            {t('me.factorSecret')} <code className="e-code">{made.secret}</code>
          </p>
          <Line
            label={t('me.factorCode')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            value={code}
            onChange={setCode}
          />
          <Trouble error={confirm.error} />
        </form>
      )}
    </Dialog>
  )
}

function EndDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const end = useMutation({
    mutationFn: () => client.account.endSecondFactor(code.replace(/\s/g, '')),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: key })
      showToast({ tone: 'plain', text: t('me.factorEnded') })
      onClose()
    },
  })
  return (
    <Dialog
      title={t('me.factorEnd')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            look="danger"
            form="factor-end"
            type="submit"
            busy={end.isPending}
            disabled={code.trim() === ''}
          >
            {t('me.factorEnd')}
          </Button>
        </>
      }
    >
      <form
        id="factor-end"
        className="e-form"
        onSubmit={(event) => {
          event.preventDefault()
          end.mutate()
        }}
      >
        <p>{t('me.factorEndText')}</p>
        <Line
          data-first
          label={t('signIn.code')}
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
        />
        <Trouble error={end.error} />
      </form>
    </Dialog>
  )
}
