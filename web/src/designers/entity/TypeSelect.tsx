import { typeGroups } from '../core/types.ts'
import { useWords } from '../core/useBench.ts'

interface TypeSelectProps {
  value: string
  label: string
  id?: string
  onChange: (type: string) => void
}

/** Chooses the type of a field. A long list has one per row: the browser's own is the lightest. */
export function TypeSelect({ value, label, id, onChange }: TypeSelectProps) {
  const { t } = useWords()
  const known = typeGroups.some(({ types }) => (types as readonly string[]).includes(value))
  return (
    <select
      id={id}
      className="b-select"
      value={value}
      aria-label={label}
      onChange={(event) => onChange(event.target.value)}
    >
      {!known && <option value={value}>{value}</option>}
      {typeGroups.map((group) => (
        <optgroup key={group.id} label={t(`design.entity.group.${group.id}`)}>
          {group.types.map((type) => (
            <option key={type} value={type}>
              {t(`design.core.type.${type}`)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}
