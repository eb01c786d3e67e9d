import type { ColumnAggregate } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { formatNumber } from '@/lib/format.ts'
import { type Language, useLanguage } from '@/lib/i18n/index.ts'
import type { Column } from './columns.ts'

interface ListFooterProps {
  total: number | null
  loaded: number
  columns: Column[]
  aggregates: { [field: string]: unknown }
}

function worded({ field, aggregate }: Column, value: unknown, language: Language): string {
  if (aggregate === 'count' || aggregate === 'count_distinct') return formatNumber(Number(value), language)
  const rounded =
    aggregate === 'avg' || aggregate === 'median' ? Math.round(Number(value) * 100) / 100 : value
  return typeOf(field).text(field, rounded, language)
}

/** How much there is, what the columns come to, and the keys that work here. */
export function ListFooter({ total, loaded, columns, aggregates }: ListFooterProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const names: { [name in ColumnAggregate]: string } = {
    sum: t('aggregate.sum'),
    avg: t('aggregate.avg'),
    min: t('aggregate.min'),
    max: t('aggregate.max'),
    median: t('aggregate.median'),
    count: t('aggregate.count'),
    count_distinct: t('aggregate.count_distinct'),
  }
  return (
    <footer className="v-foot">
      <span>
        <strong>{formatNumber(total ?? loaded, language)}</strong>{' '}
        {t('list.records', { count: total ?? loaded })}
      </span>
      {total !== null && loaded < total && (
        <span className="v-foot__loaded">{t('list.loaded', { loaded: formatNumber(loaded, language) })}</span>
      )}
      {columns.map((column) => {
        const value = aggregates[column.field.name]
        if (!column.aggregate || value === undefined || value === null) return null
        return (
          <span key={column.field.name} className="v-foot__sum" data-aggregate={column.field.name}>
            {t('aggregate.of', { field: column.field.title, name: names[column.aggregate] })}{' '}
            <b>{worded(column, value, language)}</b>
          </span>
        )
      })}
      <span className="v-foot__keys" aria-hidden="true">
        <kbd className="m-kbd">↑↓←→</kbd> {t('keys.move')} <kbd className="m-kbd">Enter</kbd> {t('keys.open')}{' '}
        <kbd className="m-kbd">F2</kbd> {t('keys.edit')} <kbd className="m-kbd">Space</kbd> {t('keys.select')}
      </span>
    </footer>
  )
}
