import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/Dialog.tsx'

/** A picture that is shown. */
export interface Shown {
  src: string
  words: string
}

/** A picture as large as the window lets it be. */
export function PictureDialog({ src, words, onClose }: Shown & { onClose: () => void }) {
  const { t } = useTranslation()
  const title = words || t('guide.picture')
  return (
    <Dialog title={title} closeLabel={t('action.close')} width={1400} onClose={onClose}>
      <img className="g-large" src={src} alt={title} />
    </Dialog>
  )
}
