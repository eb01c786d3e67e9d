import { CloudAlert, CloudCheck, CloudUpload, Redo2, Rocket, Undo2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { modKey } from '@/components/useShortcut.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { useBench, useSaving, useStudio } from '../core/useBench.ts'
import { ChangesMenu } from './ChangesMenu.tsx'
import { DraftMenu } from './DraftMenu.tsx'
import { Others } from './Others.tsx'
import { PreviewMenu } from './PreviewMenu.tsx'
import { ProblemsMenu } from './ProblemsMenu.tsx'

const PublishDialog = lazy(() => import('./PublishDialog.tsx'))

/** What happens to the draft: saved by itself, taken back, checked, looked at, published. */
export function DraftBar() {
  const { t } = useTranslation()
  const [publishing, setPublishing] = useState(false)
  const mayPublish = useMe().data?.permissions.includes('publish') ?? false
  return (
    <div className="b-bar">
      <Others />
      <SavedMark />
      <UndoButtons />
      <ProblemsMenu />
      <ChangesMenu />
      <DraftMenu />
      <PreviewMenu />
      {mayPublish && (
        <Button
          look="primary"
          icon={<Rocket size={14} />}
          data-tour="publish"
          onClick={() => setPublishing(true)}
        >
          {t('design.frame.publish')}
        </Button>
      )}
      <Suspense>{publishing && <PublishDialog onClose={() => setPublishing(false)} />}</Suspense>
    </div>
  )
}

/** Whether all that was drawn is kept. */
function SavedMark() {
  const { t } = useTranslation()
  const { saver } = useStudio()
  const { pending, troubles } = useSaving()
  if (troubles.size > 0)
    return (
      <Button
        look="ghost"
        className="b-saved b-saved--bad"
        icon={<CloudAlert size={15} />}
        onClick={() => void saver.retry()}
      >
        {t('design.frame.notSaved')}
      </Button>
    )
  const Icon = pending.size > 0 ? CloudUpload : CloudCheck
  return (
    <span className="b-saved" role="status">
      <Icon size={15} aria-hidden="true" />
      <span className="b-saved__text">
        {t(pending.size > 0 ? 'design.frame.saving' : 'design.frame.saved')}
      </span>
    </span>
  )
}

function UndoButtons() {
  const { t } = useTranslation()
  const { bench } = useStudio()
  const { past, future } = useBench().history
  const [back, again] = [past.at(-1), future.at(-1)]
  return (
    <>
      <IconButton
        label={back ? t('design.frame.undoStep', { step: back.label, keys: `${modKey}Z` }) : t('action.undo')}
        icon={<Undo2 size={16} />}
        disabled={!back}
        onClick={() => bench.undo()}
      />
      <IconButton
        label={
          again
            ? t('design.frame.redoStep', { step: again.label, keys: `${modKey}⇧Z` })
            : t('design.frame.redo')
        }
        icon={<Redo2 size={16} />}
        disabled={!again}
        onClick={() => bench.redo()}
      />
    </>
  )
}
