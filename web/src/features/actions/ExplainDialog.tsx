import { Check, CircleSlash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { relatedLabel } from '@/lib/definition.ts'
import type { ActionDialogProps, ActionPlace } from './place.ts'
import { useExplanation } from './useExplanation.ts'

/** What is told of besides the menu: what one does without choosing it. */
const told = ['read', 'update', 'comment', 'history', 'export', 'print']
const asked = ['transfer', 'assign', 'share', 'claim', 'release', 'merge', 'archive', 'restore', 'purge']

/** Why the caller may do something with a record, or not, and whom to ask. */
export default function ExplainDialog({ place, action, onClose }: ActionDialogProps & { action?: string }) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const ever = new Set<string>(entity.actions)
  const list = action ? [action] : [...told, ...asked].filter((one) => ever.has(one))
  const owner = entity.owner ? relatedLabel(record[entity.owner]) : null
  return (
    <Dialog
      title={
        action
          ? t('actions.whyTitle', { action: t(`actions.${action}`) })
          : t('actions.explainTitle', { name })
      }
      closeLabel={t('action.close')}
      onClose={onClose}
      width={action ? 440 : 560}
      footer={
        <Button look="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <ul className="x-rights">
        {list.map((one) => (
          <Right key={one} place={place} action={one} alone={action !== undefined} />
        ))}
      </ul>
      <p className="x-ask">{owner ? t('actions.askWho', { owner }) : t('actions.askAdmin')}</p>
    </Dialog>
  )
}

function Right({ place, action, alone }: { place: ActionPlace; action: string; alone: boolean }) {
  const { t } = useTranslation()
  const answer = useExplanation(place, action)
  if (answer.isPending) return <Skeleton width="100%" height={36} />
  if (answer.isError) return <li>{answer.error.message}</li>
  const { allowed, text } = answer.data
  const Icon = allowed ? Check : CircleSlash2
  return (
    <li className={allowed ? 'x-right' : 'x-right x-right--no'}>
      <Icon size={15} role="img" aria-label={t(allowed ? 'actions.allowed' : 'actions.refused')} />
      <div>
        {!alone && <strong>{t(`actions.${action}`)}</strong>}
        <p>{text}</p>
      </div>
    </li>
  )
}
