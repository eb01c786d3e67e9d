import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Ellipsis, GripVertical } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { recordLabel } from '@/lib/definition.ts'
import type { Column } from '../../useColumns.ts'
import { CardFields } from '../CardFields.tsx'
import type { BoardColumn } from './columns.ts'

interface CardProps {
  entity: Entity
  record: WireRecord
  fields: Column[]
  group: string
  here: BoardColumn
  columns: BoardColumn[]
  color?: string
  /** Undefined while it is not known. */
  writable: boolean | undefined
  onMove: (record: WireRecord, to: BoardColumn) => void
}

/** One record on a board. */
export const Card = memo(function Card(props: CardProps) {
  const { entity, record, fields, group, here, columns, writable, color, onMove } = props
  const { t } = useTranslation()
  const element = useRef<HTMLLIElement>(null)
  const [dragging, setDragging] = useState(false)
  const label = recordLabel(entity, record)
  useEffect(() => {
    if (!element.current) return
    return draggable({
      element: element.current,
      getInitialData: () => ({ kind: 'card', entity: entity.name, record, writable }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [entity.name, record, writable])
  return (
    <li
      ref={element}
      className="vb-card"
      data-dragging={dragging || undefined}
      data-card={record.id}
      data-color={color}
    >
      <Link
        className="vb-card__link"
        to="/e/$entity/$id"
        params={{ entity: entity.name, id: record.id }}
        draggable={false}
        aria-keyshortcuts={writable ? 'Alt+ArrowLeft Alt+ArrowRight' : undefined}
      >
        {label}
      </Link>
      <CardFields entity={entity} record={record} columns={fields} without={[group]} />
      {writable && (
        <span className="vb-card__tools">
          <GripVertical className="vb-card__grip" size={14} aria-hidden="true" />
          <Popover
            kind="menu"
            align="end"
            label={t('board.moveTo')}
            trigger={(trigger) => (
              <IconButton
                {...trigger}
                className="vb-card__menu"
                label={t('board.move', { name: label })}
                icon={<Ellipsis size={15} />}
              />
            )}
          >
            {(close) => (
              <>
                <div className="m-menu-title" role="presentation">
                  {t('board.moveTo')}
                </div>
                {columns.map((column) => (
                  <MenuItem
                    key={column.key}
                    checked={column.key === here.key}
                    onSelect={() => {
                      close()
                      if (column.key !== here.key) onMove(record, column)
                    }}
                  >
                    {column.title}
                  </MenuItem>
                ))}
              </>
            )}
          </Popover>
        </span>
      )}
    </li>
  )
})
