import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { IconButton } from './Button.tsx'
import './toasts.css'
import { dismissToast, toastStore } from './toast.ts'

/** Where messages appear. */
export function Toasts({ closeLabel }: { closeLabel: string }) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get)
  return (
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
    </div>
  )
}
