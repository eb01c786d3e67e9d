import type { Entity, ImportOptions, Inspection } from '@mortise/sdk'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { fitOf } from '../plan.ts'
import { titleOf, useProfiles } from '../useProfiles.ts'
import { ProfileLine } from './ProfileLine.tsx'
import { wordsOf } from './StepFoot.tsx'

interface ProfilesDialogProps {
  entity: Entity
  inspection: Inspection
  onUse: (options: ImportOptions, name: string) => void
  onClose: () => void
}

/** The mappings that the user has used before: takes one over, names it or deletes it. */
export default function ProfilesDialog({ entity, inspection, onUse, onClose }: ProfilesDialogProps) {
  const { t } = useTranslation()
  const { kept, rename, forget } = useProfiles(entity)
  const place = useRef<HTMLUListElement>(null)
  const problem = kept.error ?? rename.error ?? forget.error
  return (
    <Dialog
      title={t('import.profiles.title')}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={560}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <p className="i-profiles__about">
        {kept.data?.length === 0 ? t('import.profiles.none') : t('import.profiles.about')}
      </p>
      {kept.isPending && <Skeleton width="100%" height={96} />}
      <ul ref={place} className="i-profiles" tabIndex={-1} aria-label={t('import.profiles.title')}>
        {kept.data?.map((profile) => {
          const title = titleOf(profile, t('import.comma'))
          return (
            <ProfileLine
              key={profile.id}
              profile={profile}
              title={title}
              fit={fitOf(inspection, profile.options)}
              busy={forget.isPending || rename.isPending}
              onUse={() => onUse(profile.options, title)}
              onRename={(name) => rename.mutateAsync({ id: profile.id, name })}
              onForget={() =>
                forget.mutate(profile.id, {
                  onSuccess: () => {
                    place.current?.focus()
                    showToast({ tone: 'plain', text: t('import.profiles.deleted', { name: title }) })
                  },
                })
              }
            />
          )
        })}
      </ul>
      {problem && (
        <p className="i-problem" role="alert">
          {wordsOf(problem)}
        </p>
      )}
    </Dialog>
  )
}
