import type { Field } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Select } from '@/lib/ant/Select.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import { usePlace } from '../place.ts'
import type { Candidate } from './candidate.ts'
import { RelatedMark } from './RelatedMark.tsx'
import { listRoom, usePicker } from './usePicker.tsx'
import { useRelatedName } from './useRelatedLabel.ts'

interface RecordSelectProps {
  field: Field
  value: unknown
  onChange: (candidate: Candidate | null) => void
  id?: string
  label?: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
  /** Also people who no longer sign in, as for a filter. */
  all?: boolean
}

/** Chooses one record of the entity that a field points to. */
export function RecordSelect(props: RecordSelectProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus, all } = props
  const { t } = useTranslation()
  const picker = usePicker({
    field,
    all,
    autoFocus,
    onPick: onChange,
  })
  const chosen = relatedId(value)
  const name = useRelatedName(field, value)
  const target = relationTarget(field)
  const inForm = usePlace() !== null
  return (
    <span className="f-pick" {...picker.watch}>
      <Select
        id={id}
        aria-label={label}
        showSearch={{ filterOption: false, onSearch: picker.onSearch }}
        value={chosen}
        labelRender={() => (
          <span className="f-related">
            <RelatedMark {...name} round={target === 'user'} />
          </span>
        )}
        onChange={(next?: string) => {
          const candidate = next ? picker.take(next) : null
          if (candidate || !next) onChange(candidate)
        }}
        options={picker.options}
        optionRender={picker.draw}
        notFoundContent={<span className="f-none">{picker.none}</span>}
        placeholder={t('relation.search')}
        allowClear
        virtual={false}
        onActive={picker.onActive}
        getPopupContainer={listRoom}
        open={picker.open}
        onOpenChange={picker.setOpen}
        loading={picker.loading}
        status={invalid ? 'error' : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        className="f-fill"
      />
      {inForm && chosen && target && !name.hidden && (
        <Link
          className="m-icon-button f-pick__open"
          to="/e/$entity/$id"
          params={{ entity: target, id: chosen }}
          target="_blank"
          rel="noopener"
          title={t('relation.open', { name: name.label })}
          aria-label={t('relation.open', { name: name.label })}
        >
          <ExternalLink size={14} aria-hidden="true" />
        </Link>
      )}
      {picker.quick}
    </span>
  )
}
