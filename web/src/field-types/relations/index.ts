import i18next from 'i18next'
import { ArrowUpRight } from 'lucide-react'
import { lazy } from 'react'
import { relatedLabel, wireIds } from '@/lib/definition.ts'
import type { FieldType } from '../contract.ts'
import { Display } from './Display.tsx'

function words(value: unknown): string {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  const labels = list.map(relatedLabel)
  if (labels.every((label) => label !== null)) return labels.join(' · ')
  return i18next.t('relation.count', { count: list.length })
}

/** Pointers to any number of records of another entity, in an order. */
export const relations: FieldType = {
  id: 'relations',
  icon: ArrowUpRight,
  width: 220,
  wide: true,
  many: true,
  operators: ['has', 'nhas', 'empty', 'nempty'],
  Display,
  Input: lazy(() => import('./Input.tsx')),
  Filter: lazy(() => import('./Filter.tsx')),
  text: (_, value) => words(value),
  wire: wireIds,
}
