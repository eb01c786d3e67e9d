import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'
import { AuthPanel } from './AuthPanel.tsx'
import { TextField } from './TextField.tsx'
import { useSetup } from './useSetup.ts'

/** Makes the first administrator of a new workspace. */
export function SetupPage({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation()
  const form = useSetup(token, onDone)
  if (form.needed === false) {
    return (
      <AuthPanel title={t('setup.title')} text={t('setup.done')}>
        <Notice icon={<CircleCheck size={20} />} title={t('setup.doneTitle')}>
          <Button look="primary" onClick={onDone}>
            {t('signIn.submit')}
          </Button>
        </Notice>
      </AuthPanel>
    )
  }
  return (
    <AuthPanel title={t('setup.title')} text={token === '' ? t('setup.noToken') : t('setup.text')}>
      <form
        className="s-form"
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TextField label={t('setup.name')} autoComplete="name" {...form.field('name')} autoFocus />
        <TextField label={t('setup.email')} type="email" autoComplete="username" {...form.field('email')} />
        <TextField
          label={t('setup.password')}
          type="password"
          autoComplete="new-password"
          minLength={10}
          {...form.field('password')}
        />
        <div className="s-problem" role="alert">
          {form.problem}
        </div>
        <Button type="submit" look="primary" large busy={form.busy} disabled={token === ''}>
          {t('setup.submit')}
        </Button>
      </form>
    </AuthPanel>
  )
}
