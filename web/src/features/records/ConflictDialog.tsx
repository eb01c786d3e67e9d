import type { Entity, FieldConflict } from '@mortise/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { fieldOf } from '@/lib/definition.ts'
import { ConflictField, type Side } from './ConflictField.tsx'
import { useForm } from './form/useFormStore.ts'
import './conflict.css'

interface ConflictDialogProps {
  entity: Entity
  conflicts: FieldConflict[]
  /** Names the fields that stay as others have changed them. */
  onChosen: (theirs: string[]) => void
  onClose: () => void
}

/** Fields that others have changed, too: whose value stays is chosen for each. */
export default function ConflictDialog({ entity, conflicts, onChosen, onClose }: ConflictDialogProps) {
  const { t } = useTranslation()
  const store = useForm()
  const [chosen, setChosen] = useState<{ [field: string]: Side }>({})
  const known = conflicts.flatMap((one) => {
    const field = fieldOf(entity, one.field)
    return field ? [{ field, one }] : []
  })
  const done = known.filter(({ field }) => chosen[field.name]).length
  const all = (side: Side) => setChosen(Object.fromEntries(known.map(({ field }) => [field.name, side])))
  const save = () =>
    onChosen(known.map(({ field }) => field.name).filter((name) => chosen[name] === 'theirs'))
  return (
    <Dialog
      title={t('conflict.title')}
      closeLabel={t('action.close')}
      width={720}
      onClose={onClose}
      footer={
        <>
          <span className="rc-sum" role="status">
            {t('conflict.chosen', { done, count: known.length })}
          </span>
          <Button onClick={onClose}>{t('record.stay')}</Button>
          <Button look="primary" disabled={done < known.length} onClick={save}>
            {t('conflict.save')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.text')}</p>
      {known.length > 1 && (
        <div className="rc-all">
          <Button onClick={() => all('mine')}>{t('conflict.allMine')}</Button>
          <Button onClick={() => all('theirs')}>{t('conflict.allTheirs')}</Button>
        </div>
      )}
      {known.map(({ field, one }) => (
        <ConflictField
          key={field.name}
          field={field}
          conflict={one}
          mine={store.field(field.name).value}
          chosen={chosen[field.name]}
          onChoose={(side) => setChosen((now) => ({ ...now, [field.name]: side }))}
        />
      ))}
    </Dialog>
  )
}
