import type { ColumnAggregate } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { formatNumber } from '@/lib/format.ts'
import { type Language, useLanguage } from '@/lib/i18n/index.ts'
import type { Column } from './columns.ts'

interface SumsProps {
  columns: Column[]
  aggregates: { [field: string]: unknown }
}

function worded({ field, aggregate }: Column, value: unknown, language: Language): string {
  if (aggregate === 'count' || aggregate === 'count_distinct') return formatNumber(Number(value), language)
  const rounded =
    aggregate === 'avg' || aggregate === 'median' ? Math.round(Number(value) * 100) / 100 : value
  return typeOf(field).text(field, rounded, language)
}

/** What the columns of some records come to. */
export function Sums({ columns, aggregates }: SumsProps) {
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
  return columns.map((column) => {
    const value = aggregates[column.field.name]
    if (!column.aggregate || value === undefined || value === null) return null
    return (
      <span key={column.field.name} className="v-foot__sum" data-aggregate={column.field.name}>
        {t('aggregate.of', { field: column.field.title, name: names[column.aggregate] })}{' '}
        <b>{worded(column, value, language)}</b>
      </span>
    )
  })
}
