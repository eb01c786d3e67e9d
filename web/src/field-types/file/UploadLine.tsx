import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import type { Upload } from './useUploads.ts'

/** A file on its way, or why it did not get there. */
export function UploadLine({ upload, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  const { t } = useTranslation()
  if (upload.problem) {
    return (
      <span className="f-file f-file--problem" role="alert">
        <span className="truncate">{`${upload.name}: ${upload.problem}`}</span>
        <IconButton label={t('action.close')} icon={<X size={14} />} onClick={onDismiss} />
      </span>
    )
  }
  return (
    <span className="f-file">
      <span className="truncate">{upload.name}</span>
      <progress
        className="f-progress"
        aria-label={t('file.uploading', { name: upload.name })}
        value={upload.share}
      />
    </span>
  )
}
