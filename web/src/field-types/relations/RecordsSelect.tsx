import type { Field } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Select } from '@/lib/ant/Select.ts'
import { relatedId, relationTarget } from '@/lib/definition.ts'
import { RelatedMark } from '../relation/RelatedMark.tsx'
import { listRoom, usePicker } from '../relation/usePicker.tsx'
import { useRelatedName } from '../relation/useRelatedLabel.ts'

interface RecordsSelectProps {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  id?: string
  label?: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
  /** Also people who no longer sign in, as for a filter. */
  all?: boolean
}

function Name({ field, value }: { field: Field; value: unknown }) {
  const name = useRelatedName(field, value)
  return (
    <span className="f-related">
      <RelatedMark {...name} round={relationTarget(field) === 'user'} />
    </span>
  )
}

/** Chooses any number of records; each carries its label along until it is saved. */
export function RecordsSelect(props: RecordsSelectProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus, all } = props
  const { t } = useTranslation()
  const chosen: unknown[] = Array.isArray(value) ? value : []
  const known = new Map(chosen.map((one) => [relatedId(one), one]))
  const picker = usePicker({
    field,
    all,
    autoFocus,
    onPick: ({ id: made, label: named }) => onChange([...chosen, { id: made, label: named }]),
  })
  const change = (ids: string[]) => {
    const next = ids.flatMap((one) => {
      if (known.has(one)) return [known.get(one)]
      const candidate = picker.take(one)
      return candidate ? [{ id: candidate.id, label: candidate.label }] : []
    })
    onChange(next.length > 0 ? next : null)
  }
  return (
    <span className="f-pick" {...picker.watch}>
      <Select
        id={id}
        mode="multiple"
        aria-label={label}
        value={chosen.map((one) => relatedId(one) ?? '')}
        onChange={change}
        showSearch={{ filterOption: false, onSearch: picker.onSearch }}
        options={picker.options}
        optionRender={picker.draw}
        labelRender={(option) => (
          <Name field={field} value={known.get(String(option.value)) ?? option.value} />
        )}
        notFoundContent={<span className="f-none">{picker.none}</span>}
        placeholder={t('relation.search')}
        virtual={false}
        onActive={picker.onActive}
        getPopupContainer={listRoom}
        maxCount={field.maxItems || undefined}
        open={picker.open}
        onOpenChange={picker.setOpen}
        loading={picker.loading}
        status={invalid ? 'error' : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        className="f-fill"
      />
      {picker.quick}
    </span>
  )
}
