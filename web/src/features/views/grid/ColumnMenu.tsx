import type { ColumnAggregate } from '@mortise/sdk'
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ChevronDown,
  EyeOff,
  Minus,
  Pin,
  PinOff,
  Plus,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { aggregatesOf, type Column, type ColumnChange } from '../columns.ts'

interface ColumnMenuProps {
  column: Column
  only: boolean
  onSort: (sort: string[]) => void
  onChange: (change: ColumnChange) => void
}

const step = 24

/** What can be done with a column. */
export function ColumnMenu({ column, only, onSort, onChange }: ColumnMenuProps) {
  const { t } = useTranslation()
  const { name, title, sortable } = column.field
  return (
    <Popover
      kind="menu"
      label={t('columns.menu', { name: title })}
      trigger={(props) => (
        <button
          type="button"
          className="v-grid__menu"
          title={t('columns.menu', { name: title })}
          aria-label={t('columns.menu', { name: title })}
          {...props}
        >
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => {
        const act = (perform: () => void) => () => {
          close()
          perform()
        }
        const size = (by: number) => onChange({ do: 'width', field: name, width: column.width + by })
        return (
          <>
            {sortable !== false && (
              <>
                <MenuItem icon={<ArrowUp size={15} />} onSelect={act(() => onSort([name]))}>
                  {t('list.ascending')}
                </MenuItem>
                <MenuItem icon={<ArrowDown size={15} />} onSelect={act(() => onSort([`-${name}`]))}>
                  {t('list.descending')}
                </MenuItem>
                <div className="m-menu-line" />
              </>
            )}
            <MenuItem
              icon={column.pinned ? <PinOff size={15} /> : <Pin size={15} />}
              onSelect={act(() => onChange({ do: 'pin', field: name, pinned: !column.pinned }))}
            >
              {column.pinned ? t('columns.unpin') : t('columns.pin')}
            </MenuItem>
            <MenuItem
              icon={<ArrowLeft size={15} />}
              onSelect={act(() => onChange({ do: 'move', field: name, step: -1 }))}
            >
              {t('columns.left')}
            </MenuItem>
            <MenuItem
              icon={<ArrowRight size={15} />}
              onSelect={act(() => onChange({ do: 'move', field: name, step: 1 }))}
            >
              {t('columns.right')}
            </MenuItem>
            <MenuItem icon={<Plus size={15} />} onSelect={() => size(step)}>
              {t('columns.wider')}
            </MenuItem>
            <MenuItem icon={<Minus size={15} />} onSelect={() => size(-step)}>
              {t('columns.narrower')}
            </MenuItem>
            {!only && (
              <MenuItem
                icon={<EyeOff size={15} />}
                onSelect={act(() => onChange({ do: 'toggle', field: name }))}
              >
                {t('columns.hide')}
              </MenuItem>
            )}
            <AggregateItems column={column} onChange={onChange} />
          </>
        )
      }}
    </Popover>
  )
}

function AggregateItems({ column, onChange }: Pick<ColumnMenuProps, 'column' | 'onChange'>) {
  const { t } = useTranslation()
  const offered = aggregatesOf(column.field)
  if (offered.length === 0) return null
  const names: { [name in ColumnAggregate]: string } = {
    sum: t('aggregate.sum'),
    avg: t('aggregate.avg'),
    min: t('aggregate.min'),
    max: t('aggregate.max'),
    median: t('aggregate.median'),
    count: t('aggregate.count'),
    count_distinct: t('aggregate.count_distinct'),
  }
  const choose = (aggregate: ColumnAggregate | undefined) =>
    onChange({ do: 'aggregate', field: column.field.name, aggregate })
  return (
    <>
      <div className="m-menu-line" />
      <MenuItem checked={!column.aggregate} onSelect={() => choose(undefined)}>
        {t('aggregate.none')}
      </MenuItem>
      {offered.map((one) => (
        <MenuItem key={one} checked={column.aggregate === one} onSelect={() => choose(one)}>
          {names[one]}
        </MenuItem>
      ))}
    </>
  )
}
