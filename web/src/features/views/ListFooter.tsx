import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Column } from './columns.ts'
import { mostPrinted } from './printed.ts'
import { Sums } from './Sums.tsx'

interface ListFooterProps {
  /** It is not known yet, or cannot be, how much there is. */
  unknown: boolean
  /** The keys of a table work. */
  table: boolean
  total: number | null
  loaded: number
  columns: Column[]
  aggregates: { [field: string]: unknown }
}

/** How much there is, what the columns come to, and the keys that work here. */
export function ListFooter({ unknown, table, total, loaded, columns, aggregates }: ListFooterProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <footer className="v-foot">
      {!unknown && (
        <span>
          <strong>{formatNumber(total ?? loaded, language)}</strong>{' '}
          {t('list.records', { count: total ?? loaded })}
        </span>
      )}
      {total !== null && loaded < total && (
        <span className="v-foot__loaded">{t('list.loaded', { loaded: formatNumber(loaded, language) })}</span>
      )}
      {loaded > mostPrinted && (
        <span className="v-foot__printed">
          {t('list.printed', { most: formatNumber(mostPrinted, language) })}
        </span>
      )}
      <Sums columns={columns} aggregates={aggregates} />
      {table && loaded > 0 && (
        <span className="v-foot__keys" aria-hidden="true">
          <kbd className="m-kbd">↑↓←→</kbd> {t('keys.move')} <kbd className="m-kbd">Enter</kbd>{' '}
          {t('keys.open')} <kbd className="m-kbd">F2</kbd> {t('keys.edit')} <kbd className="m-kbd">Space</kbd>{' '}
          {t('keys.select')}
        </span>
      )}
    </footer>
  )
}
