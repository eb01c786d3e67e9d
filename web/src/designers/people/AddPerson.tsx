import { Problem } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { showToast } from '@/components/toast.ts'
import { TextProperty } from '../core/Property.tsx'
import { useWords } from '../core/useBench.ts'
import { InvitationDialog } from './InvitationDialog.tsx'
import { type Added, addPerson, newPassword, type RoleRecord } from './people.ts'

/** Adds somebody: name, e-mail, roles, and a link or a first password to hand over. */
export function AddPerson({ roles, onClose }: { roles: readonly RoleRecord[]; onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState(newPassword)
  const [byLink, setByLink] = useState(true)
  const [chosen, setChosen] = useState<string[]>([])
  const done = useRef<Added>({ roles: [] })
  const add = useMutation({
    mutationFn: () =>
      addPerson(
        { name: name.trim(), email: email.trim(), roles: chosen, password: byLink ? undefined : password },
        done.current,
      ),
    onSuccess: async (invitation) => {
      await queries.invalidateQueries({ queryKey: ['design', 'people'] })
      if (invitation) return
      showToast({ text: t('design.people.added', { name }), tone: 'plain' })
      onClose()
    },
  })
  const details = add.error instanceof Problem ? add.error.details : []
  const wrong = (part: string) => details.find(({ pointer = '' }) => pointer.endsWith(`/${part}`))?.message
  const placed = wrong('name') ?? wrong('email') ?? wrong('password')
  if (add.data && done.current.id)
    return <InvitationDialog person={{ id: done.current.id, name }} made={add.data} onClose={onClose} />
  return (
    <Dialog
      title={t('design.people.add')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            busy={add.isPending}
            disabled={name.trim() === '' || email.trim() === ''}
            onClick={() => add.mutate()}
          >
            {t('design.people.addNow')}
          </Button>
        </>
      }
    >
      <div className="b-people__form">
        <TextProperty
          label={t('design.people.name')}
          value={name}
          onChange={setName}
          problem={wrong('name')}
        />
        <TextProperty
          label={t('design.people.email')}
          value={email}
          onChange={setEmail}
          problem={wrong('email')}
        />
        <fieldset className="b-people__checks">
          <legend>{t('design.people.roles')}</legend>
          {roles.map(({ id, title }) => (
            <label key={id}>
              <input
                type="checkbox"
                className="m-check"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                }
              />
              {title}
            </label>
          ))}
        </fieldset>
        <fieldset className="b-people__ways-in">
          <legend>{t('design.people.first')}</legend>
          {([true, false] as const).map((way) => (
            <label key={String(way)}>
              <input type="radio" name="way-in" checked={byLink === way} onChange={() => setByLink(way)} />
              {t(way ? 'design.people.byLink' : 'design.people.byPassword')}
            </label>
          ))}
        </fieldset>
        {!byLink && (
          <TextProperty
            mono
            label={t('design.people.password')}
            hint={t('design.people.passwordHint')}
            value={password}
            onChange={setPassword}
            problem={wrong('password')}
          />
        )}
        {add.isError && !placed && (
          <p className="b-error" role="alert">
            {add.error.message} {details.map(({ message }) => message).join(' ')}
          </p>
        )}
      </div>
    </Dialog>
  )
}
