import { Problem } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { AuthPanel } from './AuthPanel.tsx'
import { TextField } from './TextField.tsx'
import { useWelcome } from './useWelcome.ts'

interface WelcomePageProps {
  /** The secret of the invitation. */
  token: string
  onDone: () => void
  /** Leads to the page for signing in. */
  onSignIn: () => void
}

/** Lets somebody who was sent a link choose his password. */
export function WelcomePage({ token, onDone, onSignIn }: WelcomePageProps) {
  const { t } = useTranslation()
  const form = useWelcome(token, onDone, onSignIn)
  if (form.failed) {
    const invalid = form.failed instanceof Problem && form.failed.status === 403
    return (
      <AuthPanel
        title={t(invalid ? 'welcome.invalidTitle' : 'failed.title')}
        text={invalid ? t('welcome.invalid') : form.failed.message}
      >
        <Button look="primary" large onClick={onSignIn}>
          {t('signIn.submit')}
        </Button>
      </AuthPanel>
    )
  }
  if (!form.who) return <AuthPanel title={t('welcome.loading')} text="" />
  const { name, email } = form.who
  return (
    <AuthPanel title={t('welcome.title', { name })} text={t('welcome.text', { email })}>
      <form
        className="s-form"
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        {/* Managers of passwords keep the name with it. */}
        <input hidden type="email" autoComplete="username" value={email} readOnly />
        <TextField
          label={t('welcome.password')}
          type="password"
          autoComplete="new-password"
          minLength={10}
          value={form.password}
          onChange={form.setPassword}
          problem={form.problemAt}
          autoFocus
        />
        <div className="s-problem" role="alert">
          {form.problem}
        </div>
        <Button type="submit" look="primary" large busy={form.busy}>
          {t('welcome.submit')}
        </Button>
      </form>
    </AuthPanel>
  )
}
