import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Mark } from '@/components/Mark.tsx'
import { useMe } from '@/lib/api/get-me.ts'
import { Line, Trouble } from './Block.tsx'
import { OwnField } from './OwnField.tsx'
import { useProfileForm } from './useProfileForm.ts'

/** Who the user is to others. */
export function ProfileSection() {
  const { t } = useTranslation()
  const me = useMe().data
  const form = useProfileForm()
  return (
    <>
      <div className="e-person">
        <Mark name={me?.user.name ?? ''} round size={48} />
        <div>
          <strong>{me?.user.name}</strong>
          <span>{me?.user.email}</span>
        </div>
      </div>
      <form
        className="e-form"
        onSubmit={(event) => {
          event.preventDefault()
          form.save()
        }}
      >
        <Line
          label={t('me.name')}
          autoComplete="name"
          maxLength={100}
          required
          value={form.name}
          onChange={form.setName}
        />
        <Line label={t('me.email')} value={me?.user.email ?? ''} readOnly />
        {form.fields.map((field) => (
          <OwnField
            key={field.name}
            field={field}
            value={form.valueOf(field)}
            slip={form.slipOf(field)}
            onChange={(value, slip) => form.set(field, value, slip)}
          />
        ))}
        <Trouble error={form.error} />
        <div>
          <Button type="submit" look="primary" busy={form.busy} disabled={!form.changed}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </>
  )
}
