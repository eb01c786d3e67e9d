import './table.css'
import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import type { InputProps } from '../contract.ts'
import { typeOf } from '../registry.ts'
import { PasteNotice } from './PasteNotice.tsx'
import { RowInput } from './RowInput.tsx'
import { keyOf } from './rows.ts'
import { Totals } from './Totals.tsx'
import { useRowKeys } from './useRowKeys.ts'
import { useTable } from './useTable.ts'

/** The rows of a table, to write, as in a spreadsheet: by keys and by paste, too. */
export default function Input(props: InputProps) {
  const { field, id, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const model = useTable(props)
  const keys = useRowKeys(model)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus) box.current?.querySelector<HTMLElement>('input, textarea, button')?.focus()
  }, [autoFocus])
  if (!model.child) return null
  // The label of the field would be the button's name else.
  const add = t('table.add', { name: model.child.title })
  return (
    <div ref={box} className="f-table f-table--input" {...keys}>
      {model.rows.length > 0 && (
        <table aria-label={field.title} aria-describedby={describedBy}>
          <thead>
            <tr>
              {model.columns.map((column) => (
                <th key={column.name} scope="col" data-align={typeOf(column).align}>
                  {column.title}
                  {column.required && (
                    <span className="f-table__required" aria-hidden="true">
                      *
                    </span>
                  )}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">{t('table.tools')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {model.rows.map((row, at) => (
              <RowInput key={keyOf(row)} model={model} row={row} at={at} />
            ))}
          </tbody>
          <Totals columns={model.columns} rows={model.rows} tools />
        </table>
      )}
      {model.left.length > 0 && <PasteNotice left={model.left} onClose={model.forget} />}
      {model.mayAdd && (
        <Button
          id={id}
          className="f-table__add"
          aria-label={add}
          icon={<Plus size={14} />}
          onClick={model.add}
        >
          {add}
        </Button>
      )}
      <span className="sr-only" role="status">
        {model.news}
      </span>
    </div>
  )
}
