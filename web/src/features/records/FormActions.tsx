import type { FormAction, WireRecord } from '@mortise/sdk'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import { useQuickCreate } from '@/field-types/quick-create.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { fieldOf } from '@/lib/definition.ts'
import { relatedPreset, type Target } from './related/relatedQuery.ts'

interface FormActionsProps {
  actions: readonly FormAction[]
  record: WireRecord
  target: Target
  /** What it was done to may be another one now. */
  onDone: () => void
}

/** What is begun most from a record: buttons that make one that leads here. */
export function FormActions({ actions, record, target, onDone }: FormActionsProps) {
  const { t } = useTranslation()
  if (actions.length === 0 || record.archived_at) return null
  return (
    <fieldset className="r-head__actions">
      <legend className="sr-only">{t('record.quickActions')}</legend>
      {actions.map((action) => (
        <ActionButton key={`${action.entity}.${action.field}`} {...{ action, target, onDone }} />
      ))}
    </fieldset>
  )
}

interface ActionButtonProps {
  action: FormAction
  target: Target
  onDone: () => void
}

function ActionButton({ action, target, onDone }: ActionButtonProps) {
  const { t } = useTranslation()
  const [begun, setBegun] = useState(false)
  const entity = useEntity(action.entity)
  const field = entity && fieldOf(entity, action.field)
  const Quick = useQuickCreate()
  if (!entity || !field || !Quick) return null
  const close = () => setBegun(false)
  const finish = () => {
    close()
    onDone()
  }
  return (
    <>
      <Button
        icon={<DefinedIcon name={action.icon ?? entity.icon} size={14} />}
        onClick={() => setBegun(true)}
      >
        {action.title || t('record.newNamed', { name: entity.title })}
      </Button>
      {begun && (
        <Suspense>
          <Quick
            whole
            entity={entity}
            preset={relatedPreset(field, target)}
            onClose={close}
            onCreated={finish}
          />
        </Suspense>
      )}
    </>
  )
}
