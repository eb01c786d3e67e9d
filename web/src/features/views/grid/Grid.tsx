import type { Entity, WireRecord } from '@mortise/sdk'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Column } from '../useColumns.ts'
import type { Selection } from '../useSelection.ts'
import { GridHead } from './GridHead.tsx'
import { GridRow } from './GridRow.tsx'
import { useGridKeys } from './useGridKeys.ts'
import './grid.css'

/** Height of a row in CSS pixels. */
export const rowHeight = 36

interface GridProps {
  entity: Entity
  label: string
  columns: Column[]
  rows: WireRecord[]
  total: number | null
  selection: Selection
  sort: string[]
  onSort: (sort: string[]) => void
  onOpen: (record: WireRecord) => void
  onNearEnd: () => void
  more: boolean
  stale: boolean
}

/** A list of records: rows are made only while they can be seen. */
export function Grid(props: GridProps) {
  const { entity, label, columns, rows, total, selection, onOpen, onNearEnd, more, stale } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1200, height: 720 },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const keys = useGridKeys({ rows, columns: columns.length, page: 18, onOpen, onToggle: selection.toggle })
  const { active, moving } = keys

  useEffect(() => {
    if (more && last >= rows.length - 30) onNearEnd()
  }, [more, last, rows.length, onNearEnd])

  useEffect(() => {
    if (moving === 0) return
    virtual.scrollToIndex(active.row, { align: 'auto' })
    const frame = requestAnimationFrame(() => {
      const cell = scroller.current?.querySelector<HTMLElement>(
        `[data-cell="${active.row}:${active.column}"]`,
      )
      cell?.focus({ preventScroll: true })
      cell?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    })
    return () => cancelAnimationFrame(frame)
  }, [moving, active, virtual])

  const template = `44px ${columns.map((column) => `${column.width}px`).join(' ')} minmax(0, 1fr)`
  return (
    <div ref={scroller} className="v-grid" data-stale={stale || undefined}>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-busy={stale}
        className="v-grid__sheet"
        style={{ '--columns': template } as React.CSSProperties}
        onKeyDown={keys.onKeyDown}
      >
        <GridHead {...props} />
        <div role="rowgroup" className="v-grid__body" style={{ height: virtual.getTotalSize() }}>
          <div role="presentation" className="v-grid__window" style={{ top: items[0]?.start ?? 0 }}>
            {items.map((item) => {
              const record = rows[item.index]
              return (
                record && (
                  <GridRow
                    key={record.id}
                    entity={entity}
                    record={record}
                    index={item.index}
                    columns={columns}
                    selected={selection.ids.has(record.id)}
                    activeColumn={active.row === item.index ? active.column : -1}
                    onActivate={keys.setActive}
                    onToggle={selection.toggle}
                    onOpen={onOpen}
                  />
                )
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}
