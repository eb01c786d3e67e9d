import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import {
  draggable,
  dropTargetForElements,
  type ElementDropTargetEventBasePayload,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import {
  attachClosestEdge,
  type Edge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { type RefObject, useEffect, useRef, useState } from 'react'
import './drag.css'

/** What is dragged: a kind that places accept, and what it is. */
export interface Load {
  kind: string
  id: string
  [more: string]: unknown
}

interface DragOptions {
  /** The element that is dragged; the handle, when there is one, is where it is taken. */
  element: RefObject<HTMLElement | null>
  handle?: RefObject<HTMLElement | null>
  load: Load
  disabled?: boolean
}

/** Makes an element draggable; true while it is dragged. */
export function useDrag({ element, handle, load, disabled }: DragOptions): boolean {
  const [dragged, setDragged] = useState(false)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    if (!element.current || disabled) return
    return draggable({
      element: element.current,
      dragHandle: handle?.current ?? undefined,
      getInitialData: () => ({ ...latest.current }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [element, handle, disabled])
  return dragged
}

interface DropOptions {
  element: RefObject<HTMLElement | null>
  /** Whether what is dragged may be dropped here. */
  accepts: (load: Load) => boolean
  /** The edges at which it is put in; none for into the element itself. */
  edges: readonly Edge[]
  onDrop: (load: Load, edge: Edge | null) => void
}

/** Where a drop would put what is dragged: at an edge, into the element, or nowhere. */
export type Over = Edge | 'into' | null

/** Lets things be dropped at an element; says where while something is above it. */
export function useDrop(options: DropOptions): Over {
  const [over, setOver] = useState<Over>(null)
  const latest = useRef(options)
  latest.current = options
  const { element } = options
  useEffect(() => {
    if (!element.current) return
    const look = ({ self, location }: ElementDropTargetEventBasePayload) => {
      const nearest = location.current.dropTargets[0]?.element === self.element
      setOver(nearest ? (extractClosestEdge(self.data) ?? 'into') : null)
    }
    return combine(
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) => latest.current.accepts(source.data as unknown as Load),
        getData: ({ input, element: target }) =>
          latest.current.edges.length === 0
            ? {}
            : attachClosestEdge({}, { input, element: target, allowedEdges: [...latest.current.edges] }),
        onDragEnter: look,
        onDrag: look,
        onDropTargetChange: look,
        onDragLeave: () => setOver(null),
        onDrop: ({ source, self, location }) => {
          setOver(null)
          if (location.current.dropTargets[0]?.element !== self.element) return
          latest.current.onDrop(source.data as unknown as Load, extractClosestEdge(self.data))
        },
      }),
    )
  }, [element])
  return over
}

/** The line where a drop would put something in. The element around it is positioned. */
export function DropLine({ over }: { over: Over }) {
  if (over === null || over === 'into') return null
  return <span className="b-drop-line" data-edge={over} aria-hidden="true" />
}
