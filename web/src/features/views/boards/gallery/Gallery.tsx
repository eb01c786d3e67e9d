import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'
import { fieldOf } from '@/lib/definition.ts'
import { ListEmpty, ListFailed } from '../../ListNotice.tsx'
import { BoardLoading } from '../BoardLoading.tsx'
import { FieldMissing } from '../BoardNotice.tsx'
import type { BoardProps } from '../scope.ts'
import { useBoardFields } from '../useBoardFields.ts'
import { Picture } from './Picture.tsx'
import { useGallery } from './useGallery.ts'
import './gallery.css'

/** Width that a card has at least, the gap between two, and how tall it is below its picture, in CSS pixels. */
const cardWidth = 220
const gap = 14
const textHeight = 124

/** Records as cards with a picture. */
export default function Gallery({ entity, view, columns, scope, narrowed, onClear, onCreate }: BoardProps) {
  const scroller = useRef<HTMLUListElement>(null)
  const [width, setWidth] = useState(1180)
  const cover = view.cover ? fieldOf(entity, view.cover) : undefined
  const fields = useBoardFields(entity, columns, [cover?.name])
  const { pages, rows } = useGallery(entity, fields, scope, cover !== undefined)

  const setScroller = useCallback((element: HTMLUListElement | null) => {
    scroller.current = element
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth - 2 * 16))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const lanes = Math.max(1, Math.floor((width + gap) / (cardWidth + gap)))
  const each = (width - gap * (lanes - 1)) / lanes
  const height = Math.round(each * 0.62) + textHeight
  const virtual = useVirtualizer({
    count: Math.ceil(rows.length / lanes),
    getScrollElement: () => scroller.current,
    estimateSize: () => height + gap,
    overscan: 3,
    paddingStart: 16,
    paddingEnd: 16,
    initialRect: { width: 1200, height: 720 },
  })
  useEffect(() => {
    if (height > 0) virtual.measure()
  }, [virtual, height])
  const lines = virtual.getVirtualItems()
  const last = lines.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = pages
  const near = (last + 3) * lanes >= rows.length
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage()
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  if (!cover) return <FieldMissing />
  if (pages.error && !pages.data) return <ListFailed error={pages.error} onRetry={() => pages.refetch()} />
  if (pages.isPending) return <BoardLoading />
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
  return (
    <ul ref={setScroller} className="vg-gallery" aria-label={view.title} aria-busy={pages.isPlaceholderData}>
      <li className="vg-space" style={{ height: virtual.getTotalSize() }} aria-hidden="true" />
      {lines.flatMap((line) =>
        rows.slice(line.index * lanes, (line.index + 1) * lanes).map((record, at) => (
          <li
            key={record.id}
            className="vg-card"
            style={{ top: line.start, left: 16 + at * (each + gap), width: each, height }}
          >
            <Picture entity={entity} record={record} cover={cover} columns={columns} />
          </li>
        )),
      )}
    </ul>
  )
}
