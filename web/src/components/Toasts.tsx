import { X } from 'lucide-react'
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useSyncExternalStore,
} from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from './Button.tsx'
import './toasts.css'
import { useTopModal } from './modal.ts'
import { dismissToast, holdToasts, type Toast, toastStore } from './toast.ts'
import { useShortcut } from './useShortcut.ts'

/** The key that leads to the newest message. */
const key = 'f8'

/**
 * Where messages appear: over a dialog that is open, too, for what is outside of it cannot be pressed. They
 * stay while the pointer or the focus is on them.
 */
export function Toasts({ label, closeLabel }: { label: string; closeLabel: string }) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get)
  const dialog = useTopModal()
  const place = useRef<HTMLDivElement>(null)
  const { arrive, putAway } = useWayBack(place, toasts)
  useShortcut(
    key,
    () => place.current?.querySelector<HTMLElement>('.m-toast:last-child button')?.focus(),
    toasts.length > 0,
  )
  const onKeyDown = (event: KeyboardEvent, toast: Toast) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    putAway(toast)
  }
  const onBlur = ({ relatedTarget }: FocusEvent<HTMLElement, Element>) => {
    if (!place.current?.contains(relatedTarget)) holdToasts(place.current?.matches(':hover') === true)
  }
  return createPortal(
    <div
      ref={place}
      className="m-toasts"
      role="status"
      aria-live="polite"
      aria-label={label}
      onPointerMove={() => holdToasts(true)}
      onPointerLeave={() => holdToasts(place.current?.contains(document.activeElement) === true)}
      onFocus={arrive}
      onBlur={onBlur}
    >
      {toasts.map((toast) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape comes from the buttons in it
        <div
          key={toast.id}
          className={`m-toast m-toast--${toast.tone}`}
          onKeyDown={(event) => onKeyDown(event, toast)}
        >
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="m-toast__action"
              aria-keyshortcuts="F8"
              onClick={() => {
                putAway(toast)
                toast.action?.perform()
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton label={closeLabel} icon={<X size={14} />} onClick={() => putAway(toast)} />
        </div>
      ))}
    </div>,
    dialog ?? document.body,
  )
}

/** Gives the focus back to where it was before it came to a message, once that was put away. */
function useWayBack(place: RefObject<HTMLElement | null>, toasts: readonly Toast[]) {
  const from = useRef<Element | null>(null)
  const due = useRef(false)
  const count = useRef(0)
  useEffect(() => {
    const gone = toasts.length < count.current
    count.current = toasts.length
    if (!gone) return
    // No event tells that what was under the pointer has gone: its next move does.
    if (due.current || toasts.length === 0) holdToasts(false)
    if (!due.current) return
    due.current = false
    const rest = place.current?.querySelector('.m-toast:last-child button')
    const back = rest ?? from.current
    if (back instanceof HTMLElement && back.isConnected) back.focus()
  }, [toasts, place])
  return {
    arrive: ({ relatedTarget }: FocusEvent<HTMLElement, Element>) => {
      if (!place.current?.contains(relatedTarget)) from.current = relatedTarget
      holdToasts(true)
    },
    putAway: (toast: Toast) => {
      due.current = place.current?.contains(document.activeElement) === true
      dismissToast(toast.id)
    },
  }
}
