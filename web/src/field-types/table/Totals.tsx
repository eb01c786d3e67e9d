import type { Field } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '@/lib/i18n/index.ts'
import { typeOf } from '../registry.ts'
import { totalOf } from './totals.ts'
import type { Row } from './wire.ts'

interface TotalsProps {
  columns: Field[]
  rows: Row[]
  /** The rows end with a cell of their own. */
  tools?: boolean
}

/** The sums of the columns that have one. */
export function Totals({ columns, rows, tools }: TotalsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const totals = columns.map((column) => totalOf(column, rows))
  if (totals.every((total) => total === undefined)) return null
  return (
    <tfoot>
      <tr>
        {columns.map((column, at) => {
          const total = totals[at]
          return (
            <td
              key={column.name}
              data-align={typeOf(column).align}
              data-label={total === undefined ? undefined : column.title}
            >
              {total !== undefined && (
                <>
                  <span className="f-table__sum">{t('table.total')}</span>{' '}
                  {typeOf(column).text(column, total, language)}
                </>
              )}
            </td>
          )
        })}
        {tools && <td />}
      </tr>
    </tfoot>
  )
}
