import { ArrowDown, ArrowUp, CopyPlus, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { focusWhenThere } from '@/lib/focusWhenThere.ts'
import { PlaceProvider } from '../place.ts'
import { CellInput } from './CellInput.tsx'
import type { TableModel } from './useTable.ts'
import type { Row } from './wire.ts'

interface RowInputProps {
  model: TableModel
  row: Row
  at: number
}

/** One row: its cells, and what can be done with it. */
export function RowInput({ model, row, at }: RowInputProps) {
  const { t } = useTranslation()
  const line = useRef<HTMLTableRowElement>(null)
  const problem = model.problem(row, '')
  const isNew = model.isNew(row)
  useEffect(() => {
    const cell = isNew && line.current?.querySelector('td:has(> label)')
    return cell ? focusWhenThere(cell, 'input, textarea, [tabindex="0"]') : undefined
  }, [isNew])
  const number = { at: at + 1 }
  return (
    <tr ref={line} data-row={at}>
      <PlaceProvider value={{ entity: model.child?.name ?? '', id: row.id }}>
        {model.columns.map((column) => (
          <CellInput
            key={column.name}
            column={column}
            row={row}
            at={at}
            says={model.says}
            problem={model.problem(row, column.name)}
            onChange={(value, slip) => model.set(at, column, value, slip)}
          />
        ))}
      </PlaceProvider>
      <td className="f-table__tools">
        <IconButton
          label={t('table.up', number)}
          icon={<ArrowUp size={14} />}
          disabled={at === 0}
          onClick={() => model.move(at, -1)}
        />
        <IconButton
          label={t('table.down', number)}
          icon={<ArrowDown size={14} />}
          disabled={at === model.rows.length - 1}
          onClick={() => model.move(at, 1)}
        />
        {model.mayAdd && (
          <IconButton
            label={t('table.duplicate', number)}
            icon={<CopyPlus size={14} />}
            onClick={() => model.duplicate(at)}
          />
        )}
        {model.mayRemove(row) && (
          <IconButton
            label={t('table.remove', number)}
            icon={<X size={14} />}
            onClick={() => model.remove(at)}
          />
        )}
        {problem && (
          <span className="f-table__problem" role="alert">
            {problem}
          </span>
        )}
      </td>
    </tr>
  )
}
