import type { Entity } from '@mortise/sdk'
import { X } from 'lucide-react'
import { type KeyboardEvent, lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { Popover } from '@/components/Popover.tsx'
import './chip.css'
import type { FilterNode } from './filter.ts'
import { useChipText } from './useChipText.ts'

const ChipEditor = lazy(() => import('./ChipEditor.tsx'))

interface FilterChipProps {
  entity: Entity
  node: FilterNode
  /** It was just made, and asks what to compare with. */
  fresh: boolean
  /** Null removes it. */
  onChange: (node: FilterNode | null) => void
}

/** One condition of a list, in words; opens to be changed in place. */
export function FilterChip({ entity, node, fresh, onChange }: FilterChipProps) {
  const { t } = useTranslation()
  const text = useChipText(entity)(node)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (event.key === 'Backspace' || event.key === 'Delete') onChange(null)
    else if (step !== 0) {
      const row = event.currentTarget.closest('.v-filters, .b-sentence')
      const chips = [...(row?.querySelectorAll<HTMLElement>('.v-chip__open') ?? [])]
      chips[chips.indexOf(event.currentTarget as HTMLElement) + step]?.focus()
    } else return
    event.preventDefault()
  }
  return (
    <span className="v-chip">
      <Popover
        label={text}
        width={node.kind === 'group' ? 664 : 300}
        startOpen={fresh}
        trigger={(props) => (
          <button type="button" className="v-chip__open truncate" onKeyDown={onKeyDown} {...props}>
            {text}
          </button>
        )}
      >
        {(close) => (
          <Suspense fallback={<Skeleton width="100%" height={72} />}>
            <ChipEditor entity={entity} node={node} onChange={onChange} onDone={close} />
          </Suspense>
        )}
      </Popover>
      <button
        type="button"
        className="v-chip__remove"
        aria-label={t('filter.removeNamed', { name: text })}
        onClick={() => onChange(null)}
      >
        <X size={13} />
      </button>
    </span>
  )
}
