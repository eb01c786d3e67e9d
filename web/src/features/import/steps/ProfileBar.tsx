import type { Entity, Inspection } from '@mortise/sdk'
import { History, Sparkles } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { type Plan, planOf } from '../plan.ts'
import './profiles.css'

const ProfilesDialog = lazy(() => import('./ProfilesDialog.tsx'))

interface ProfileBarProps {
  entity: Entity
  inspection: Inspection
  onPlan: (plan: Plan) => void
}

/** Where the mapping comes from, and the ones that were kept. */
export function ProfileBar({ entity, inspection, onPlan }: ProfileBarProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [applied, setApplied] = useState<string>()
  const text = applied
    ? t('import.profiles.applied', { name: applied })
    : inspection.profile && t('import.map.profile')
  return (
    <>
      <div className="i-profile" data-known={text ? true : undefined}>
        {text && <Sparkles size={15} aria-hidden="true" />}
        <span role="status">{text}</span>
        {text && (
          <Button
            look="ghost"
            onClick={() => {
              setApplied(undefined)
              onPlan(planOf(inspection, null))
            }}
          >
            {t('import.map.fresh')}
          </Button>
        )}
        <Button icon={<History size={14} />} onClick={() => setOpen(true)}>
          {t('import.profiles.title')}
        </Button>
      </div>
      {open && (
        <Suspense>
          <ProfilesDialog
            entity={entity}
            inspection={inspection}
            onUse={(options, name) => {
              setOpen(false)
              setApplied(name)
              onPlan(planOf(inspection, options))
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
