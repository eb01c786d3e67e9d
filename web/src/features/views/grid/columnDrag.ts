import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'

/** Where a column would be put down. */
export type Edge = 'before' | 'after'

interface ColumnDrag {
  element: HTMLElement
  field: string
  /** Whether a drag may begin here: not at the handle that changes the width. */
  free: () => boolean
  onEdge: (edge: Edge | undefined) => void
  onDrop: (field: string, after: boolean) => void
}

/** Lets a column's head be dragged, and take others beside it. */
export function columnDrag({ element, field, free, onEdge, onDrop }: ColumnDrag): () => void {
  const column = (data: Record<string | symbol, unknown>) =>
    typeof data.column === 'string' ? data.column : undefined
  return combine(
    draggable({ element, canDrag: free, getInitialData: () => ({ column: field }) }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => ![undefined, field].includes(column(source.data)),
      getData: ({ input }) =>
        attachClosestEdge({ column: field }, { element, input, allowedEdges: ['left', 'right'] }),
      onDrag: ({ self }) => onEdge(extractClosestEdge(self.data) === 'right' ? 'after' : 'before'),
      onDragLeave: () => onEdge(undefined),
      onDrop: ({ self, source }) => {
        onEdge(undefined)
        const moved = column(source.data)
        if (moved) onDrop(moved, extractClosestEdge(self.data) === 'right')
      },
    }),
  )
}
