import { Problem } from '@mortise/sdk'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { RotateCw, ServerCrash } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'

/** A page that broke, or whose data did not come. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const unreachable = error instanceof Problem && error.status === 0
  return (
    <main className="a-page">
      <Notice
        alert
        icon={<ServerCrash size={20} />}
        title={t('failed.title')}
        actions={
          <Button
            icon={<RotateCw size={14} />}
            onClick={() => {
              reset()
              router.invalidate()
            }}
          >
            {t('action.retry')}
          </Button>
        }
      >
        {t(unreachable ? 'failed.unreachable' : 'failed.pageText')}
      </Notice>
    </main>
  )
}
