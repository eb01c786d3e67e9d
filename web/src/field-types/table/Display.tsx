import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisplayProps } from '../contract.ts'
import { rowsOf } from './wire.ts'

const Rows = lazy(() => import('./Rows.tsx'))

export function Display({ field, value, place }: DisplayProps) {
  const { t } = useTranslation()
  const count = <span className="truncate">{t('table.count', { count: rowsOf(value).length })}</span>
  if (place === 'list') return count
  return (
    <Suspense fallback={count}>
      <Rows field={field} rows={rowsOf(value)} />
    </Suspense>
  )
}
