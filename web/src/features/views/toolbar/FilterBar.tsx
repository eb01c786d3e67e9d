import type { Entity } from '@mortise/sdk'
import { Archive, Filter } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { Popover } from '@/components/Popover.tsx'
import { AddFilter } from '../filter/AddFilter.tsx'
import { FilterChip } from '../filter/FilterChip.tsx'
import { countConditions, emptyFilter, replaceChild } from '../filter/filter.ts'
import type { ListState } from '../useListState.ts'

const FilterBuilder = lazy(() => import('../filter/FilterBuilder.tsx'))

interface FilterBarProps {
  entity: Entity
  state: ListState
  /** What keeps the filter. */
  children?: ReactNode
}

/** What narrows the list down, one chip a condition. */
export function FilterBar({ entity, state, children }: FilterBarProps) {
  const { t } = useTranslation()
  const bar = useRef<HTMLDivElement>(null)
  const [fresh, setFresh] = useState<number>()
  const { filter } = state
  const count = countConditions(filter)
  return (
    <div ref={bar} className="v-filters">
      <Popover
        label={t('filter.advanced')}
        width={664}
        trigger={(props) => (
          <button type="button" className="v-filters__open" data-on={count > 0 || undefined} {...props}>
            <Filter size={14} aria-hidden="true" />
            {count > 0 ? t('filter.count', { count }) : t('filter.title')}
          </button>
        )}
      >
        {() => (
          <Suspense fallback={<Skeleton width="100%" height={96} />}>
            <FilterBuilder entity={entity} filter={filter} onChange={state.setFilter} />
          </Suspense>
        )}
      </Popover>
      {filter.children.map((child, index) => (
        <FilterChip
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={index}
          entity={entity}
          node={child}
          fresh={fresh === index}
          onChange={(next) => {
            setFresh(undefined)
            state.setFilter(replaceChild(filter, index, next))
            if (!next) bar.current?.querySelector<HTMLElement>('button')?.focus()
          }}
        />
      ))}
      <AddFilter
        entity={entity}
        onAdd={(condition) => {
          setFresh(filter.children.length)
          state.setFilter({ ...filter, children: [...filter.children, condition] })
        }}
      />
      {count > 0 && (
        <Button look="ghost" onClick={() => state.setFilter(emptyFilter)}>
          {t('action.clearAll')}
        </Button>
      )}
      <span className="v-filters__end">{children}</span>
      <button
        type="button"
        className="v-filters__archived"
        aria-pressed={state.archived}
        onClick={() => state.setArchived(!state.archived)}
      >
        <Archive size={14} aria-hidden="true" />
        {t('list.archived')}
      </button>
    </div>
  )
}
