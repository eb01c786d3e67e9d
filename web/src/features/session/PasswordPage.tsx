import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { useMe } from '@/lib/api/get-me.ts'
import { AuthPanel } from './AuthPanel.tsx'
import { TextField } from './TextField.tsx'
import { usePassword } from './usePassword.ts'

const shortest = 10

/** Replaces the caller's own password. */
export function PasswordPage({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const forced = useMe().data?.must_change_password === true
  const form = usePassword(onDone)
  return (
    <AuthPanel title={t('password.title')} text={t(forced ? 'password.must' : 'password.text')}>
      <form
        className="s-form"
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TextField
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          {...form.field('current')}
          autoFocus
        />
        <TextField
          label={t('password.new')}
          type="password"
          autoComplete="new-password"
          minLength={shortest}
          {...form.field('new')}
        />
        <div className="s-problem" role="alert">
          {form.problem}
        </div>
        <Button type="submit" look="primary" large busy={form.busy}>
          {t('password.submit')}
        </Button>
        {!forced && (
          <Button look="ghost" large onClick={onDone}>
            {t('action.cancel')}
          </Button>
        )}
      </form>
    </AuthPanel>
  )
}
