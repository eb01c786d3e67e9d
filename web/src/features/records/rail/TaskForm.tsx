import { type Entity, Invalid } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { fieldOf, wireValue } from '@/lib/definition.ts'

interface TaskFormProps {
  task: Entity
  /** The record that it is about, as a reference. */
  about: string
  onClose: () => void
  onAdded: () => Promise<void>
}

/** The fields that are asked for, in this order, besides the title. */
const asked = ['due', 'owner', 'priority']

/** Adds a task about a record in place. */
export default function TaskForm({ task, about, onClose, onAdded }: TaskFormProps) {
  const { t } = useTranslation()
  const me = useMe().data?.user
  const form = useId()
  const [values, setValues] = useState<{ [field: string]: unknown }>(() => ({
    title: '',
    owner: me ? { id: me.id, label: me.name } : null,
    priority: fieldOf(task, 'priority')?.default ?? 'normal',
  }))
  const add = useMutation({
    mutationFn: () => {
      const wire = Object.entries(values).map(([name, value]) => [name, wireValue(value)])
      return client.create(task.name, { ...Object.fromEntries(wire), about })
    },
    onSuccess: async () => {
      await onAdded()
      onClose()
    },
  })
  const title = String(values.title ?? '')
  const details = add.error instanceof Invalid ? add.error.details : []
  const wrong = (name: string) => details.find((one) => one.pointer?.endsWith(`/${name}`))?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() !== '' && !add.isPending) add.mutate()
  }
  return (
    <form className="t-form" onSubmit={submit} aria-label={t('task.add')}>
      <input
        className="t-input"
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to write it
        autoFocus
        aria-label={fieldOf(task, 'title')?.title}
        placeholder={t('task.what')}
        maxLength={200}
        value={title}
        onChange={(event) => setValues({ ...values, title: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      />
      <Suspense>
        {asked.map((name) => {
          const field = fieldOf(task, name)
          if (!field) return null
          const { Input } = typeOf(field)
          const id = `${form}-${name}`
          const message = wrong(name)
          return (
            <div key={name} className="t-form__line">
              <label htmlFor={id}>{field.title}</label>
              <Input
                id={id}
                field={field}
                value={values[name]}
                invalid={message !== undefined}
                onChange={(value) => setValues({ ...values, [name]: value })}
              />
              {message && <p className="t-problem">{message}</p>}
            </div>
          )
        })}
      </Suspense>
      {add.error && details.length === 0 && (
        <p className="t-problem" role="alert">
          {add.error.message}
        </p>
      )}
      <div className="t-form__foot">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" busy={add.isPending} disabled={title.trim() === ''}>
          {t('task.save')}
        </Button>
      </div>
    </form>
  )
}
