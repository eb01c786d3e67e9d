import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { AuthPanel } from './AuthPanel.tsx'
import { TextField } from './TextField.tsx'
import { useSignIn } from './useSignIn.ts'

/** Asks who is there. */
export function SignInPage({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const form = useSignIn(onDone)
  return (
    <AuthPanel title={t('signIn.title')} text={t('signIn.text')}>
      <form
        className="s-form"
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TextField
          label={t('signIn.login')}
          name="login"
          autoComplete="username"
          value={form.login}
          onChange={form.setLogin}
          autoFocus
        />
        <TextField
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          value={form.password}
          onChange={form.setPassword}
        />
        {form.codeNeeded && (
          <TextField
            label={t('signIn.code')}
            name="code"
            autoComplete="one-time-code"
            value={form.code}
            onChange={form.setCode}
            autoFocus
          />
        )}
        <div className="s-problem" role="alert">
          {form.problem}
        </div>
        <Button type="submit" look="primary" large busy={form.busy}>
          {t('signIn.submit')}
        </Button>
      </form>
    </AuthPanel>
  )
}
