import type { Field } from '@mortise/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import { type Candidate, useCandidates } from './useCandidates.ts'
import { useRelatedLabel } from './useRelatedLabel.ts'

interface RecordSelectProps {
  field: Field
  value: unknown
  onChange: (candidate: Candidate | null) => void
  id?: string
  label?: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
}

/** Chooses one record of the entity that a field points to. */
export function RecordSelect(props: RecordSelectProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState(autoFocus ?? false)
  const candidates = useCandidates(field, search, open)
  const chosen = relatedId(value)
  const chosenLabel = useRelatedLabel(field, value)
  const round = relationTarget(field) === 'user'
  const draw = (name: string) => (
    <span className="f-related">
      <Mark name={name} round={round} />
      <span className="truncate">{name}</span>
    </span>
  )
  const list = candidates.data ?? []
  return (
    <Select
      id={id}
      aria-label={label}
      labelInValue
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={chosen ? { value: chosen, label: draw(chosenLabel) } : undefined}
      onChange={(next) => {
        const picked = list.find((candidate) => candidate.id === next?.value)
        onChange(picked ?? null)
      }}
      options={list.map((candidate) => ({ value: candidate.id, label: draw(candidate.label) }))}
      notFoundContent={
        <span className="f-none">{t(candidates.isFetching ? 'state.loading' : 'state.noMatch')}</span>
      }
      placeholder={t('relation.search')}
      allowClear
      open={open}
      onOpenChange={setOpen}
      loading={candidates.isFetching}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoFocus={autoFocus}
      className="f-fill"
    />
  )
}
