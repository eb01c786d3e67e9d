import type { Field, WireRecord } from '@mortise/sdk'
import { Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isRedacted } from '@/lib/definition.ts'
import { typeOf } from '../registry.ts'
import { Value } from '../Value.tsx'
import { isFixed, type Says } from './rows.ts'
import type { Row } from './wire.ts'

interface CellInputProps {
  column: Field
  row: Row
  at: number
  problem: string | undefined
  says: Says
  onChange: (value: unknown, slip?: string) => void
}

/** One cell of a row: its input, and what is wrong with it. */
export function CellInput({ column: given, row, at, problem, says, onChange }: CellInputProps) {
  const { t } = useTranslation()
  const id = useId()
  const value = row[given.name]
  const said = says(row, given)
  const column = said.required === Boolean(given.required) ? given : { ...given, required: said.required }
  const { Input, align } = typeOf(column)
  const redacted = row.id !== undefined && isRedacted(row as WireRecord, column.name)
  const fixed = isFixed(column, row, says)
  // It keeps its place among the columns.
  if (!said.visible) return <td data-idle />
  return (
    <td
      data-label={column.title}
      data-align={align}
      data-column={column.name}
      data-required={(said.required && !fixed) || undefined}
    >
      {fixed ? (
        <Value field={column} value={value} redacted={redacted} place="list" />
      ) : (
        <>
          <label className="sr-only" htmlFor={id}>
            {t('table.cell', { name: column.title, at: at + 1 })}
            {said.required && ` (${t('field.required')})`}
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
      {said.required && !given.required && !fixed && (
        <span className="f-table__required" title={t('field.required')} aria-hidden="true">
          *
        </span>
      )}
      {problem && (
        <span id={`${id}-problem`} className="f-table__problem">
          {problem}
        </span>
      )}
    </td>
  )
}
