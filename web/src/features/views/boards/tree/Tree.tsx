import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { WireRecord } from '@mortise/sdk'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf } from '@/lib/definition.ts'
import { useNoteList } from '@/lib/neighbours.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { ListLoading } from '../../ListLoading.tsx'
import { ListEmpty, ListFailed } from '../../ListNotice.tsx'
import { FieldMissing } from '../BoardNotice.tsx'
import type { BoardProps } from '../scope.ts'
import { useWritable } from '../useAccess.ts'
import { useAutoScroll } from '../useAutoScroll.ts'
import { useBoardFields } from '../useBoardFields.ts'
import { Branch, branchHeight } from './Branch.tsx'
import { useBranchMoves } from './useBranchMoves.ts'
import { useTree } from './useTree.ts'
import { useTreeKeys } from './useTreeKeys.ts'
import './tree.css'

/** Records below the records that they belong to. */
export default function Tree({ entity, view, columns, scope, narrowed, onClear, onCreate }: BoardProps) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const scroller = useRef<HTMLDivElement>(null)
  const parent = view.parent ? fieldOf(entity, view.parent) : undefined
  const fields = useBoardFields(entity, columns, [parent?.name])
  const tree = useTree({ entity, parent: parent?.name ?? '', fields, scope })
  const { rows, turn } = tree
  const records = useMemo(() => rows.map((row) => row.record), [rows])
  const ids = useMemo(() => records.map((record) => record.id), [records])
  useNoteList(entity.name, records, null)
  const writable = useWritable(entity, ids, parent?.name)
  const move = useBranchMoves(
    entity,
    parent,
    rows,
    writable,
    useCallback((id) => turn(id, true), [turn]),
  )
  const keys = useTreeKeys({ entity, rows, turn, onMove: move })
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => branchHeight,
    overscan: 16,
    initialRect: { width: 1200, height: 720 },
  })
  useAutoScroll(scroller)
  const { active, walks } = keys
  useEffect(() => {
    if (walks === 0) return
    virtual.scrollToIndex(active, { align: 'auto' })
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`)?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [walks, active, virtual])

  if (!parent) return <FieldMissing />
  if (tree.error) return <ListFailed error={tree.error} onRetry={tree.retry} />
  if (tree.loading) return <ListLoading />
  if (rows.length === 0) {
    return (
      <ListEmpty
        entity={entity}
        narrowed={narrowed}
        archived={scope.archived}
        onClear={onClear}
        onCreate={onCreate && (() => onCreate())}
      />
    )
  }
  const shown = columns.filter(({ field }) => field.name !== entity.label && field.name !== parent.name)
  const drawn = narrow ? shown.slice(0, 1) : shown
  const template = narrow
    ? `minmax(0, 1fr) ${drawn.map(() => 'minmax(0, 110px)').join(' ')}`
    : `minmax(280px, 320fr) ${drawn.map((column) => `minmax(90px, ${column.width}fr)`).join(' ')}`
  return (
    <div ref={scroller} className="vt-tree">
      <div
        role="treegrid"
        tabIndex={-1}
        aria-label={view.title}
        aria-rowcount={rows.length + 1}
        className="vt-sheet"
        style={{ '--columns': template } as React.CSSProperties}
        onKeyDown={keys.onKeyDown}
      >
        <TopRow entity={entity.name} hint={t('tree.toTop')} onMove={move}>
          <div role="columnheader" tabIndex={-1} className="truncate">
            {fieldOf(entity, entity.label)?.title ?? entity.title}
          </div>
          {drawn.map(({ field }) => (
            <div
              key={field.name}
              role="columnheader"
              tabIndex={-1}
              className="vt-name truncate"
              data-end={typeOf(field).align === 'end' || undefined}
            >
              {field.title}
            </div>
          ))}
        </TopRow>
        <div role="rowgroup" className="vt-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <Branch
                  key={row.record.id}
                  entity={entity}
                  row={row}
                  index={item.index}
                  top={item.start}
                  columns={drawn}
                  active={active === item.index}
                  writable={writable(row.record.id)}
                  onActivate={keys.setActive}
                  onTurn={turn}
                  onMove={move}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface TopRowProps {
  entity: string
  hint: string
  onMove: (record: WireRecord, to: null) => void
  children: React.ReactNode
}

/** The head; what is dropped on it has no parent any more. */
function TopRow({ entity, hint, onMove, children }: TopRowProps) {
  const element = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!element.current) return
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.kind === 'branch' && source.data.entity === entity,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        onMove(source.data.record as WireRecord, null)
      },
    })
  }, [entity, onMove])
  return (
    <div ref={element} role="rowgroup" className="vt-head" data-over={over || undefined} data-hint={hint}>
      <div role="row" tabIndex={-1} className="vt-row" aria-rowindex={1}>
        {children}
      </div>
    </div>
  )
}
