import type { Entity, ViewKind } from '@mortise/sdk'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { fieldOf } from '@/lib/definition.ts'
import { type DrawnBy, drawnByFields, possibleKinds } from './savedView.ts'
import './saved.css'

/** What a user says of a view. */
export interface ViewChoice extends DrawnBy {
  title: string
  kind: ViewKind
  audience: string
}

interface ViewDialogProps {
  entity: Entity
  heading: string
  /** What to begin with. */
  begin: ViewChoice
  /** Only the title and who sees it can be changed. */
  named?: boolean
  busy: boolean
  onSave: (choice: ViewChoice) => void
  onClose: () => void
}

/** Names a view, and says how it draws its records and who sees it. */
export function ViewDialog({ entity, heading, begin, named, busy, onSave, onClose }: ViewDialogProps) {
  const { t } = useTranslation()
  const form = useId()
  const [choice, setChoice] = useState(begin)
  const set = (part: Partial<ViewChoice>) => setChoice((now) => ({ ...now, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ ...choice, title: choice.title.trim() })
  }
  return (
    <Dialog
      title={heading}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={busy}
            disabled={choice.title.trim() === '' || !complete(entity, choice)}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form id={form} className="v-saved" onSubmit={submit}>
        <label className="v-saved__field">
          {t('views.name')}
          <input
            data-first
            className="v-saved__input"
            maxLength={100}
            value={choice.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </label>
        {!named && <Kinds entity={entity} choice={choice} onChange={set} />}
        <Audience choice={choice} onChange={set} />
      </form>
    </Dialog>
  )
}

/** Whether every field is named without which the kind cannot be drawn. */
function complete(entity: Entity, choice: ViewChoice): boolean {
  const [first] = drawnByFields(entity, choice.kind)
  return first === undefined || Boolean(choice[first.member])
}

interface PartProps {
  choice: ViewChoice
  onChange: (part: Partial<ViewChoice>) => void
}

function Kinds({ entity, choice, onChange }: PartProps & { entity: Entity }) {
  const { t } = useTranslation()
  const choose = (kind: ViewKind) => {
    const part: Partial<ViewChoice> = { kind }
    const [first] = drawnByFields(entity, kind)
    if (first && !choice[first.member]) part[first.member] = first.fields[0]?.name
    onChange(part)
  }
  return (
    <>
      <fieldset className="v-saved__kinds">
        <legend>{t('views.kind')}</legend>
        {possibleKinds(entity).map((kind) => (
          <label key={kind}>
            <input type="radio" name="kind" checked={choice.kind === kind} onChange={() => choose(kind)} />
            {t(`views.kinds.${kind}`)}
          </label>
        ))}
      </fieldset>
      {drawnByFields(entity, choice.kind).map(({ member, fields }, at) => (
        <label key={member} className="v-saved__field">
          {t(`views.by.${member}`)}
          <select
            className="v-saved__input"
            value={choice[member] ?? ''}
            onChange={(event) => onChange({ [member]: event.target.value || undefined })}
          >
            {at > 0 && <option value="">{t('views.by.none')}</option>}
            {fields.map((field) => (
              <option key={field.name} value={field.name}>
                {field.title}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  )
}

function Audience({ choice, onChange }: PartProps) {
  const { t } = useTranslation()
  const views = useEntity('saved_view')
  const audience = views && fieldOf(views, 'audience')
  if (!audience || audience.readOnly) return null
  return (
    <label className="v-saved__tick">
      <input
        type="checkbox"
        className="m-check"
        checked={choice.audience === 'everyone'}
        onChange={(event) => onChange({ audience: event.target.checked ? 'everyone' : 'private' })}
      />
      {t('views.everyone')}
    </label>
  )
}
