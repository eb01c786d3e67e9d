import type { Field, WireRecord } from '@mortise/sdk'
import { Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isRedacted } from '@/lib/definition.ts'
import { typeOf } from '../registry.ts'
import { Value } from '../Value.tsx'
import { isFixed } from './paste.ts'
import type { Row } from './wire.ts'

interface CellInputProps {
  column: Field
  row: Row
  at: number
  problem: string | undefined
  onChange: (value: unknown, slip?: string) => void
}

/** One cell of a row: its input, and what is wrong with it. */
export function CellInput({ column, row, at, problem, onChange }: CellInputProps) {
  const { t } = useTranslation()
  const id = useId()
  const value = row[column.name]
  const { Input, align } = typeOf(column)
  const redacted = row.id !== undefined && isRedacted(row as WireRecord, column.name)
  const fixed = isFixed(column, row)
  return (
    <td data-label={column.title} data-align={align} data-column={column.name}>
      {fixed ? (
        <Value field={column} value={value} redacted={redacted} place="list" />
      ) : (
        <>
          <label className="sr-only" htmlFor={id}>
            {t('table.cell', { name: column.title, at: at + 1 })}
          </label>
          <Suspense>
            <Input
              id={id}
              field={column}
              value={value}
              onChange={onChange}
              invalid={Boolean(problem)}
              describedBy={problem ? `${id}-problem` : undefined}
            />
          </Suspense>
        </>
      )}
      {problem && (
        <span id={`${id}-problem`} className="f-table__problem">
          {problem}
        </span>
      )}
    </td>
  )
}
