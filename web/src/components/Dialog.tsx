import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button.tsx'
import './dialog.css'
import { useModal, whenCancelled } from './modal.ts'

interface DialogProps {
  title: string
  closeLabel: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  width?: number
}

/** A modal window; the browser keeps focus inside and gives it back. */
export function Dialog({ title, closeLabel, onClose, children, footer, width = 440 }: DialogProps) {
  const element = useModal()
  return (
    <dialog
      ref={element}
      className="m-dialog"
      style={{ width }}
      aria-label={title}
      onCancel={whenCancelled(onClose)}
    >
      <header className="m-dialog__head">
        <h2>{title}</h2>
        <IconButton label={closeLabel} icon={<X size={16} />} onClick={onClose} />
      </header>
      <div className="m-dialog__body">{children}</div>
      {footer && <footer className="m-dialog__foot">{footer}</footer>}
    </dialog>
  )
}
