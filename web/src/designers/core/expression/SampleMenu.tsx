import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { Popover } from '@/components/Popover.tsx'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { recordLabel } from '@/lib/definition.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { useWords } from '../useBench.ts'
import type { Sample } from './useTrial.ts'

interface SampleMenuProps {
  entity: string
  sample: Sample
  onChoose: (sample: Sample | undefined) => void
}

/** The record on which an expression is tried; another can be chosen. */
export function SampleMenu({ entity, sample, onChoose }: SampleMenuProps) {
  const { t } = useWords()
  return (
    <Popover
      label={t('design.core.expression.sample')}
      width={260}
      trigger={(props) => (
        <button
          type="button"
          className="b-expr__sample"
          title={t('design.core.expression.sample')}
          {...props}
        >
          <span className="truncate">{t('design.core.expression.for', { label: sample.label })}</span>
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => (
        <Samples
          entity={entity}
          chosen={sample.id}
          onChoose={(next) => {
            close()
            onChoose(next)
          }}
        />
      )}
    </Popover>
  )
}

/** Records by their labels, the newest first. */
function Samples({
  entity,
  chosen,
  onChoose,
}: {
  entity: string
  chosen: string
  onChoose: (one: Sample) => void
}) {
  const { t } = useWords()
  const described = useEntity(entity)
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 250)
  const found = useQuery({
    queryKey: ['samples', entity, q, described?.label],
    enabled: described !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const fields = described?.label ? [described.label] : undefined
      const page = await client.list(entity, { q: q || undefined, fields, limit: 20 }, signal)
      return page.data.map((record) => ({ id: record.id, label: recordLabel(described, record) }))
    },
  })
  return (
    <div className="b-expr-pick">
      <input
        data-first
        className="b-expr-pick__find"
        value={text}
        placeholder={t('design.core.expression.findRecord')}
        aria-label={t('design.core.expression.findRecord')}
        onChange={(event) => setText(event.target.value)}
      />
      {found.isLoading && <Skeleton width="100%" height={60} />}
      {(found.isError || found.data?.length === 0) && (
        <p className="b-prop__hint">{found.error?.message ?? t('design.core.expression.noRecords')}</p>
      )}
      <ul>
        {found.data?.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="m-menu-item"
              aria-current={one.id === chosen || undefined}
              onClick={() => onChoose(one)}
            >
              <span className="truncate">{one.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
