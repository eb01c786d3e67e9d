import type { Entity } from '@mortise/sdk'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { type Condition, conditionOn } from './filter.ts'

const FieldPicker = lazy(() => import('./FieldPicker.tsx'))

/** Adds a condition on a field found by typing. */
export function AddFilter({ entity, onAdd }: { entity: Entity; onAdd: (condition: Condition) => void }) {
  const { t } = useTranslation()
  const place = useRef<HTMLSpanElement>(null)
  useShortcut('f', () => place.current?.querySelector('button')?.click())
  return (
    <span ref={place} className="v-filters__add">
      <Popover
        label={t('filter.add')}
        width={280}
        trigger={(props) => (
          <button type="button" className="v-filters__new" aria-keyshortcuts="F" {...props}>
            <Plus size={14} aria-hidden="true" />
            {t('filter.add')}
          </button>
        )}
      >
        {(close) => (
          <Suspense fallback={<Skeleton width="100%" height={120} />}>
            <FieldPicker
              entity={entity}
              onPick={({ condition, field }) => {
                close()
                onAdd(conditionOn(condition, field))
              }}
            />
          </Suspense>
        )}
      </Popover>
    </span>
  )
}
