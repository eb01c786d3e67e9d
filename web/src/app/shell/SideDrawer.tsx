import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useModal, whenCancelled } from '@/components/modal.ts'

/** The sidebar on narrow pages. */
export function SideDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  const element = useModal()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is handled by the dialog itself
    <dialog
      ref={element}
      className="a-drawer"
      aria-label={t('shell.nav')}
      onCancel={whenCancelled(onClose)}
      onClick={(event) => event.target === element.current && onClose()}
    >
      {children}
    </dialog>
  )
}
