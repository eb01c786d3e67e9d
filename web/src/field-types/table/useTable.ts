import type { Field } from '@mortise/sdk'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '@/lib/api/get-description.ts'
import type { InputProps } from '../contract.ts'
import { type LeftOut, withPaste } from './paste.ts'
import { columnsOf, keyOf, moved, newRow, withCell } from './rows.ts'
import { type Row, rowsOf } from './wire.ts'

/** What is wrong with cells, by the row's key; under "" with the row as a whole. */
type Told = { [row: string]: { [column: string]: string } }

function toldOf(inner: { readonly [pointer: string]: string }, rows: Row[]): Told {
  const told: Told = {}
  for (const [pointer, message] of Object.entries(inner)) {
    const [, at, column = ''] = pointer.split('/')
    const row = rows[Number(at)]
    if (row) told[keyOf(row)] = { ...told[keyOf(row)], [column]: message }
  }
  return told
}

/** What is told of all rows but one cell of a row, which is told another thing, or nothing. */
function withTold(told: Told, key: string, column: string, message = ''): Told {
  return { ...told, [key]: { ...told[key], [column]: message } }
}

/** The slips of the rows that are still there. */
function ofRows(slips: Told, rows: Row[]): string[] {
  return rows.flatMap((row) => Object.values(slips[keyOf(row)] ?? {})).filter((slip) => slip !== '')
}

/** Adds, changes, moves and removes the rows of a table. */
export function useTable({ field, value, onChange, inner, invalid }: InputProps) {
  const { t } = useTranslation()
  const child = useEntity(field.entity)
  const rows = rowsOf(value)
  const latest = useRef(rows)
  latest.current = rows
  const columns = child ? columnsOf(child, field) : []
  const [told, setTold] = useState<Told>({})
  // Texts of which no value can be made: while there are any, nothing can be saved.
  const [slips, setSlips] = useState<Told>({})
  const [news, setNews] = useState('')
  const [left, setLeft] = useState<LeftOut[]>([])
  const added = useRef<string>(undefined)

  // Rows move and go while what is wrong with them stays, so it is kept by row and not by place.
  useEffect(() => {
    if (inner && Object.keys(inner).length > 0) setTold(toldOf(inner, latest.current))
  }, [inner])

  // The form forgets slips with the changes that it gives up.
  useEffect(() => {
    if (!invalid) setSlips({})
  }, [invalid])

  const most = field.maxItems || 500
  const mayAdd = child?.actions.includes('create') === true && rows.length < most
  const change = (next: Row[], now = slips) => {
    setSlips(now)
    const left = ofRows(now, next)
    onChange(next.length > 0 ? next : null, left.length > 0 ? t('table.wrong') : undefined)
  }
  const shown = rows.some((row) => row._row) || inner ? told : {}
  return {
    columns,
    rows,
    child,
    /** What is wrong with a cell; under "" with the row as a whole. */
    problem: (row: Row, column: string) => slips[keyOf(row)]?.[column] || shown[keyOf(row)]?.[column],
    news,
    mayAdd,
    /** What the last paste left out. */
    left,
    forget: () => setLeft([]),
    /** Puts texts into the cells from one on. */
    paste: (texts: string[][], at: number, name: string) => {
      const column = columns.findIndex((one) => one.name === name)
      if (column < 0) return
      const pasted = withPaste(texts, { rows, columns, row: at, column, most: mayAdd ? most : rows.length })
      setLeft(pasted.left)
      const filled = pasted.filled.flatMap(({ row, column }) =>
        rows[row] ? [{ key: keyOf(rows[row]), column }] : [],
      )
      const cleared = (from: Told) =>
        filled.reduce((now, { key, column }) => withTold(now, key, column), from)
      setTold(cleared)
      setNews(t('table.pasted', { count: texts.length }))
      change(pasted.rows, cleared(slips))
    },
    /** A row not saved yet goes without a trace; one that is there is archived. */
    mayRemove: (row: Row) => row.id === undefined || child?.actions.includes('archive') === true,
    isNew: (row: Row) => added.current === keyOf(row),
    set: (at: number, column: Field, next: unknown, slip?: string) => {
      const row = rows[at]
      if (!row) return
      setTold((now) => withTold(now, keyOf(row), column.name))
      change(rows.with(at, withCell(row, column, next)), withTold(slips, keyOf(row), column.name, slip))
    },
    add: () => {
      const row = newRow(columns)
      added.current = keyOf(row)
      change([...rows, row])
    },
    remove: (at: number) => {
      setNews(t('table.removed', { at: at + 1 }))
      change(rows.toSpliced(at, 1))
    },
    move: (at: number, by: number) => {
      const next = moved(rows, at, by)
      if (next === rows) return
      setNews(t('table.moved', { at: at + 1, to: at + by + 1 }))
      change(next)
    },
  }
}

export type TableModel = ReturnType<typeof useTable>
