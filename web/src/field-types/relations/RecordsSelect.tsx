import type { Field } from '@mortise/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import { useCandidates } from '../relation/useCandidates.ts'
import { useRelatedLabel } from '../relation/useRelatedLabel.ts'

interface RecordsSelectProps {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  id?: string
  label?: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
}

function Name({ field, value, mark }: { field: Field; value: unknown; mark?: boolean }) {
  const label = useRelatedLabel(field, value)
  return (
    <span className="f-related">
      {mark && <Mark name={label} round={relationTarget(field) === 'user'} />}
      <span className="truncate">{label}</span>
    </span>
  )
}

/** Chooses any number of records; each carries its label along until it is saved. */
export function RecordsSelect(props: RecordsSelectProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState(autoFocus ?? false)
  const candidates = useCandidates(field, search, open)
  const chosen: unknown[] = Array.isArray(value) ? value : []
  const known = new Map<string | null, unknown>([
    ...(candidates.data ?? []).map((one) => [one.id, one] as const),
    ...chosen.map((one) => [relatedId(one), one] as const),
  ])
  return (
    <Select
      id={id}
      mode="multiple"
      aria-label={label}
      value={chosen.map((one) => relatedId(one) ?? '')}
      onChange={(ids: string[]) => onChange(ids.length > 0 ? ids.map((one) => known.get(one) ?? one) : null)}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      options={(candidates.data ?? []).map((one) => ({ value: one.id, label: one.label }))}
      optionRender={(option) => <Name field={field} value={{ id: option.value, label: option.label }} mark />}
      labelRender={(option) => <Name field={field} value={known.get(String(option.value)) ?? option.value} />}
      notFoundContent={
        <span className="f-none">{t(candidates.isFetching ? 'state.loading' : 'state.noMatch')}</span>
      }
      placeholder={t('relation.search')}
      maxCount={field.maxItems || undefined}
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
