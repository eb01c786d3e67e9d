import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import './popover.css'

interface PopoverProps {
  /** Draws the control that opens it. */
  trigger: (props: TriggerProps) => ReactNode
  children: (close: () => void) => ReactNode
  label: string
  align?: 'start' | 'end'
  side?: 'below' | 'above'
  width?: number
  /** role of the layer: a menu is walked with arrows. */
  kind?: 'dialog' | 'menu'
  /** Opens it as soon as it is there. */
  startOpen?: boolean
}

interface TriggerProps {
  onClick: () => void
  'aria-expanded': boolean
  'aria-haspopup': 'dialog' | 'menu'
  ref: (element: HTMLElement | null) => void
}

interface Place {
  left: number
  top?: number
  bottom?: number
  maxHeight: number
}

function placeAt(anchor: DOMRect, layer: DOMRect, align: string, side: string): Place {
  const wanted = align === 'end' ? anchor.right - layer.width : anchor.left
  const left = Math.max(8, Math.min(wanted, window.innerWidth - layer.width - 8))
  if (side === 'above') {
    return { left, bottom: window.innerHeight - anchor.top + 4, maxHeight: anchor.top - 12 }
  }
  return { left, top: anchor.bottom + 4, maxHeight: Math.max(160, window.innerHeight - anchor.bottom - 16) }
}

/** A layer at a control: closes on Escape, on a press outside and gives the focus back. */
export function Popover({
  trigger,
  children,
  label,
  align = 'start',
  side = 'below',
  width,
  kind = 'dialog',
  startOpen = false,
}: PopoverProps) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLElement | null>(null)
  const setAnchor = useCallback((element: HTMLElement | null) => {
    anchor.current = element
  }, [])
  useEffect(() => {
    if (startOpen) setOpen(true)
  }, [startOpen])
  const close = useCallback(() => {
    setOpen(false)
    anchor.current?.focus()
  }, [])
  return (
    <>
      {trigger({
        onClick: () => setOpen((now) => !now),
        'aria-expanded': open,
        'aria-haspopup': kind,
        ref: setAnchor,
      })}
      {open && (
        <Layer
          anchor={anchor.current}
          close={close}
          dismiss={() => setOpen(false)}
          {...{ label, align, side, width, kind }}
        >
          {children(close)}
        </Layer>
      )}
    </>
  )
}

/** Where a layer lives: in the dialog that its control is in, else in the page's content. */
function roomOf(anchor: HTMLElement | null): Element {
  return anchor?.closest('dialog') ?? document.querySelector('main') ?? document.body
}

interface LayerProps {
  anchor: HTMLElement | null
  close: () => void
  dismiss: () => void
  label: string
  align: string
  side: string
  width?: number
  kind: 'dialog' | 'menu'
  children: ReactNode
}

function Layer({ anchor, close, dismiss, label, align, side, width, kind, children }: LayerProps) {
  const layer = useRef<HTMLDivElement>(null)
  const inside = useRef(false)
  const [place, setPlace] = useState<Place>()

  useLayoutEffect(() => {
    if (!anchor || !layer.current) return
    setPlace(placeAt(anchor.getBoundingClientRect(), layer.current.getBoundingClientRect(), align, side))
  }, [anchor, align, side])

  const placed = place !== undefined
  useEffect(() => {
    if (!placed || !layer.current) return
    if (layer.current.contains(document.activeElement)) return
    const first = layer.current.querySelector<HTMLElement>(
      kind === 'menu' ? '[role^="menuitem"]' : '[data-first]',
    )
    ;(first ?? layer.current).focus({ preventScroll: true })
  }, [placed, kind])

  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      const within = inside.current || (event.target instanceof Node && anchor?.contains(event.target))
      inside.current = false
      if (!within) dismiss()
    }
    document.addEventListener('pointerdown', onPress)
    return () => document.removeEventListener('pointerdown', onPress)
  }, [anchor, dismiss])

  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is a dialog or a menu
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is a dialog or a menu
    <div
      ref={layer}
      role={kind}
      aria-label={label}
      tabIndex={-1}
      className="m-popover"
      style={{ width, ...place, visibility: place ? 'visible' : 'hidden' }}
      onPointerDownCapture={() => {
        inside.current = true
      }}
      onKeyDown={(event) => onLayerKey(event, layer.current, kind, close)}
    >
      {children}
    </div>,
    roomOf(anchor),
  )
}

function onLayerKey(event: KeyboardEvent, layer: HTMLElement | null, kind: string, close: () => void): void {
  if (event.nativeEvent.isComposing) return
  if (event.key === 'Escape') {
    event.stopPropagation()
    event.preventDefault() // else a dialog around it closes, too
    close()
    return
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (kind !== 'menu' || step === 0 || !layer) return
  event.preventDefault()
  const items = [...layer.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items.at((at + step + items.length) % items.length)?.focus()
}
