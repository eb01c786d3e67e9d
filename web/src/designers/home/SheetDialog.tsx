import type { Inferred } from '@mortise/sdk'
import { useState } from 'react'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { SelectProperty, TextProperty } from '../core/Property.tsx'
import { useWords } from '../core/useBench.ts'
import { type ChosenColumn, columnsOf } from './sheet.ts'

interface SheetDialogProps {
  inferred: Inferred
  sheet: string | undefined
  onSheet: (sheet: string) => void
  onCreate: (title: string, columns: readonly ChosenColumn[]) => void
  onClose: () => void
}

/** Shows what the columns of a file would be, to be corrected before they become fields. */
export function SheetDialog({ inferred, sheet, onSheet, onCreate, onClose }: SheetDialogProps) {
  const { t } = useWords()
  const [title, setTitle] = useState(inferred.title ?? '')
  const [columns, setColumns] = useState(() => columnsOf(inferred))
  const sheets = inferred.sheets ?? []
  const change = (at: number, next: Partial<ChosenColumn>) =>
    setColumns(columns.map((column, nth) => (nth === at ? { ...column, ...next } : column)))
  return (
    <Dialog
      title={t('design.home.sheetTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={820}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={title.trim() === '' || !columns.some(({ taken }) => taken)}
            onClick={() => onCreate(title.trim(), columns)}
          >
            {t('design.home.create')}
          </Button>
        </>
      }
    >
      <div className="b-sheet__head">
        <TextProperty label={t('design.home.newEntity')} value={title} onChange={setTitle} />
        {sheets.length > 1 && (
          <SelectProperty
            label={t('design.home.whichSheet')}
            value={sheet}
            choices={sheets.map((name) => ({ value: name, label: name }))}
            onChange={(next) => next && onSheet(next)}
          />
        )}
      </div>
      <p>{t('design.home.sheetText', { count: inferred.rows })}</p>
      <div className="b-sheet__scroll">
        <table className="b-sheet">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{t('design.home.take')}</span>
              </th>
              <th scope="col">{t('design.home.fieldTitle')}</th>
              <th scope="col">{t('design.home.fieldType')}</th>
              <th scope="col">{t('design.home.samples')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, at) => (
              <ColumnRow key={column.field.name} column={column} onChange={(next) => change(at, next)} />
            ))}
          </tbody>
        </table>
      </div>
      {(inferred.left_out?.length ?? 0) > 0 && (
        <p>
          {t('design.home.leftOut', {
            names: inferred.left_out?.map(({ header, column }) => header || `#${column}`).join(', '),
          })}
        </p>
      )}
    </Dialog>
  )
}

interface ColumnRowProps {
  column: ChosenColumn
  onChange: (next: Partial<ChosenColumn>) => void
}

function ColumnRow({ column: { field, taken, title, type }, onChange }: ColumnRowProps) {
  const { t } = useWords()
  const types = [...new Set([field.type, ...field.alternatives])]
  return (
    <tr data-left={!taken || undefined}>
      <td>
        <input
          type="checkbox"
          className="m-check"
          checked={taken}
          aria-label={t('design.home.takeColumn', { title: field.header })}
          onChange={(event) => onChange({ taken: event.target.checked })}
        />
      </td>
      <td>
        <input
          className="b-sheet__title"
          value={title}
          disabled={!taken}
          aria-label={t('design.home.titleOf', { title: field.header })}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </td>
      <td>
        <select
          className="b-sheet__type"
          value={type}
          disabled={!taken}
          aria-label={t('design.home.typeOf', { title: field.header })}
          onChange={(event) => onChange({ type: event.target.value })}
        >
          {types.map((one) => (
            <option key={one} value={one}>
              {t(`design.core.type.${one}`)}
            </option>
          ))}
        </select>
      </td>
      <td className="b-sheet__samples">{field.samples.slice(0, 3).join(' · ')}</td>
    </tr>
  )
}
