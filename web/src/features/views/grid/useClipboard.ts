import type { Entity, WireRecord } from '@mortise/sdk'
import { type ClipboardEvent, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import { isEmptyValue, isRedacted, recordLabel } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { readTsv, writeTsv } from '@/lib/tsv.ts'
import type { Column } from '../columns.ts'
import { wordsOf } from '../problem-words.ts'
import type { Range } from './cells.ts'
import type { CellChange, CellWrites, Partly } from './useCellWrites.ts'

/** What a paste would do, before it does it. */
export interface Pasting {
  changes: CellChange[]
  problems: { at: string; text: string }[]
  total: number
  /** What it did, once it is done. */
  done?: Partly
}

/** Copies cells as text, and puts text into cells. */
export function useClipboard(
  entity: Entity,
  rows: WireRecord[],
  columns: Column[],
  range: Range,
  writes: CellWrites,
) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [pasting, setPasting] = useState<Pasting | null>(null)

  const onCopy = useCallback(
    (event: ClipboardEvent) => {
      if (window.getSelection()?.type === 'Range') return
      const chosen = columns.slice(range.left, range.right + 1)
      const lines = rows.slice(range.top, range.bottom + 1).map((record) =>
        chosen.map(({ field }) => {
          const value = record[field.name]
          if (isEmptyValue(value)) return ''
          return isRedacted(record, field.name) ? String(value) : typeOf(field).text(field, value, language)
        }),
      )
      event.preventDefault()
      event.clipboardData.setData('text/plain', writeTsv(lines))
      showToast({ tone: 'plain', text: t('cell.copied', { count: lines.length * chosen.length }) })
    },
    [rows, columns, range, language, t],
  )

  const apply = useCallback(
    async ({ changes }: Pick<Pasting, 'changes'>) => {
      setPasting(null)
      if (changes.length === 0) return
      try {
        const partly = await writes.write(changes, (count) => t('cell.savedMany', { count }))
        if (!partly) return
        const problems = partly.refused.map(({ record, text }) => {
          const row = rows.findIndex(({ id }) => id === record.id) + 1
          return { at: `${row} · ${recordLabel(entity, record)}`, text }
        })
        setPasting({ changes: [], problems, total: problems.length + partly.written, done: partly })
      } catch (error) {
        showToast({ tone: 'error', text: wordsOf(error) })
      }
    },
    [writes, t, rows, entity],
  )

  /** Reads the texts for the cells from a corner on, and asks before it leaves any out. */
  const fill = useCallback(
    async (texts: string[][]) => {
      const targets = texts.flatMap((line, down) =>
        line.flatMap((text, right) => {
          const record = rows[range.top + down]
          const field = columns[range.left + right]?.field
          return record && field ? [{ record, field, text, row: range.top + down }] : []
        }),
      )
      const found: Pasting = { changes: [], problems: [], total: targets.length }
      try {
        const may = await writes.access([...new Set(targets.map((target) => target.record))])
        for (const { record, field, text, row } of targets) {
          const at = `${row + 1} · ${field.title}`
          const parsed = typeOf(field).parse?.(field, text)
          if (!may(record, field))
            found.problems.push({ at, text: t('cell.readOnly', { name: field.title }) })
          else if (text === '') found.changes.push({ record, field, value: null })
          else if (!parsed) found.problems.push({ at, text: t('cell.noPaste') })
          else if ('slip' in parsed) {
            const words = {
              noNumber: t('cell.noNumber', { text }),
              noWhole: t('cell.noWhole', { text }),
              noDate: t('cell.noDate', { text }),
              noOption: t('cell.noOption', { text, name: field.title }),
              noBoolean: t('cell.noBoolean', { text }),
              tooLong: t('cell.tooLong', { text, count: field.maxLength }),
            }
            found.problems.push({ at, text: words[parsed.slip] })
          } else found.changes.push({ record, field, value: parsed.value })
        }
      } catch (error) {
        showToast({ tone: 'error', text: wordsOf(error) })
        return
      }
      const different = found.changes.filter(
        ({ record, field, value }) =>
          JSON.stringify(value) !==
          JSON.stringify(isEmptyValue(record[field.name]) ? null : record[field.name]),
      )
      if (found.problems.length > 0) setPasting({ ...found, changes: different })
      else await apply({ changes: different })
    },
    [rows, columns, range, writes, t, apply],
  )

  const onPaste = useCallback(
    (event: ClipboardEvent) => {
      const text = event.clipboardData.getData('text/plain')
      if (text === '') return
      event.preventDefault()
      const cells = readTsv(text)
      const height = range.bottom - range.top + 1
      const width = range.right - range.left + 1
      const [only] = cells[0] ?? []
      // One text fills the whole range.
      const single = cells.length === 1 && cells[0]?.length === 1 && only !== undefined
      void fill(single ? Array.from({ length: height }, () => Array(width).fill(only)) : cells)
    },
    [fill, range],
  )

  const clear = useCallback(() => {
    const empty = Array.from({ length: range.bottom - range.top + 1 }, () =>
      Array<string>(range.right - range.left + 1).fill(''),
    )
    void fill(empty)
  }, [fill, range])

  return { onCopy, onPaste, clear, pasting, apply, cancel: useCallback(() => setPasting(null), []) }
}
