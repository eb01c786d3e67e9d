import type { Field, WireRecord } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Mark } from '@/components/Mark.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { Line, Trouble } from './Block.tsx'
import { useOwnFields, useProfile } from './useProfile.ts'

/** Who the user is to others. */
export function ProfileSection() {
  const { t } = useTranslation()
  const me = useMe().data
  const profile = useProfile()
  const own = useOwnFields()
  const [name, setName] = useState<string>()
  const shown = name ?? me?.user.name ?? ''
  const changed = name !== undefined && name.trim() !== '' && name.trim() !== me?.user.name
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
          if (changed) profile.change({ name: name.trim() }, { onSuccess: () => setName(undefined) })
        }}
      >
        <Line
          label={t('me.name')}
          autoComplete="name"
          maxLength={100}
          required
          value={shown}
          onChange={setName}
        />
        <Line label={t('me.email')} value={me?.user.email ?? ''} readOnly />
        <Trouble error={profile.error} />
        <div>
          <Button type="submit" look="primary" busy={profile.busy} disabled={!changed}>
            {t('action.save')}
          </Button>
        </div>
      </form>
      {own.record && (
        <div className="e-form">
          {own.fields.map((field) => (
            <OwnField key={field.name} field={field} record={own.record as WireRecord} />
          ))}
        </div>
      )}
    </>
  )
}

function OwnField({ field, record }: { field: Field; record: WireRecord }) {
  const { t } = useTranslation()
  const id = useId()
  const queries = useQueryClient()
  const [value, setValue] = useState<unknown>(record[field.name] ?? null)
  const save = useMutation({
    mutationFn: () => client.update('user', record.id, { [field.name]: value }),
    onSuccess: () => {
      showToast({ tone: 'plain', text: t('me.stored') })
      queries.invalidateQueries({ queryKey: ['own-fields'] })
    },
  })
  const { Input } = typeOf(field)
  return (
    <div className="e-field">
      <label htmlFor={id}>{field.title}</label>
      <Suspense fallback={<Skeleton width="100%" height={32} />}>
        <Input
          field={field}
          id={id}
          value={value}
          invalid={save.isError}
          onChange={(next) => setValue(next)}
        />
      </Suspense>
      <Trouble error={save.error} />
      <div>
        <Button
          busy={save.isPending}
          disabled={value === (record[field.name] ?? null)}
          onClick={() => save.mutate()}
        >
          {t('action.save')}
        </Button>
      </div>
    </div>
  )
}
