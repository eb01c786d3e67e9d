import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from './Button.tsx'
import './toasts.css'
import { useTopModal } from './modal.ts'
import { dismissToast, toastStore } from './toast.ts'

/** Where messages appear: over a dialog that is open, too, for what is outside of it cannot be pressed. */
export function Toasts({ closeLabel }: { closeLabel: string }) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get)
  const dialog = useTopModal()
  return createPortal(
    <div className="m-toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`m-toast m-toast--${toast.tone}`}>
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="m-toast__action"
              onClick={() => {
                dismissToast(toast.id)
                toast.action?.perform()
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton label={closeLabel} icon={<X size={14} />} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>,
    dialog ?? document.body,
  )
}
