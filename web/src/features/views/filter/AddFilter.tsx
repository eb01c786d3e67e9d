import type { Entity } from '@mortise/sdk'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcut } from '@/components/useShortcut.ts'
import type { Condition } from './filter.ts'
import { PickField } from './PickField.tsx'

/** Adds a condition on a field found by typing. */
export function AddFilter({ entity, onAdd }: { entity: Entity; onAdd: (condition: Condition) => void }) {
  const { t } = useTranslation()
  const place = useRef<HTMLSpanElement>(null)
  useShortcut('f', () => place.current?.querySelector('button')?.click())
  return (
    <span ref={place} className="v-filters__add">
      <PickField
        entity={entity}
        onAdd={onAdd}
        label={t('filter.add')}
        trigger={(props) => (
          <button type="button" className="v-filters__new" aria-keyshortcuts="F" {...props}>
            <Plus size={14} aria-hidden="true" />
            {t('filter.add')}
          </button>
        )}
      />
    </span>
  )
}
