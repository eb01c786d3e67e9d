import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import type { Column } from '../columns.ts'
import { wordsOf } from '../problem-words.ts'
import type { Cell } from './cells.ts'
import { type CellWrites, isFixed } from './useCellWrites.ts'

/** A cell that is being edited. */
export interface Editing {
  cell: Cell
  id: string
  field: Field
  value: unknown
  problem?: string
}

const typed = ['text', 'longtext', 'email', 'phone', 'url', 'idcard']

/** What an input begins with when a key opens it: what is typed replaces a text or a number. */
function begun(field: Field, now: unknown, key: string | undefined): unknown {
  if (key === undefined) return now
  if (typed.includes(typeOf(field).id)) return key
  const digit = /^\d$/.test(key) && typeOf(field).literal === 'number'
  return digit ? Number(key) : now
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** Opens the input of a cell that the caller may change, and saves what comes of it. */
export function useCellEdit(entity: Entity, rows: WireRecord[], columns: Column[], writes: CellWrites) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Editing | null>(null)

  const edit = useCallback(
    async (cell: Cell, key?: string): Promise<void> => {
      const record = rows[cell.row]
      const field = columns[cell.column]?.field
      if (!record || !field) return
      const refuse = () => showToast({ tone: 'error', text: t('cell.readOnly', { name: field.title }) })
      if (isFixed(entity, field, record)) return refuse()
      try {
        const may = await writes.access([record])
        if (!may(record, field)) return refuse()
      } catch (error) {
        showToast({ tone: 'error', text: wordsOf(error) })
        return
      }
      setEditing({ cell, id: record.id, field, value: begun(field, record[field.name], key) })
    },
    [rows, columns, entity, writes, t],
  )

  const save = useCallback(
    async (value: unknown): Promise<void> => {
      const record = editing && rows[editing.cell.row]
      setEditing(null)
      if (!record || record.id !== editing.id) return
      const { field } = editing
      if (same(value, record[field.name]) && editing.problem === undefined) return
      try {
        await writes.write([{ record, field, value }], () => t('cell.saved', { name: field.title }))
      } catch (error) {
        const problem = wordsOf(error)
        setEditing((now) => now ?? { ...editing, value, problem })
      }
    },
    [editing, rows, writes, t],
  )

  return { editing, edit, save, cancel: useCallback(() => setEditing(null), []) }
}
