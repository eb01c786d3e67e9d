import { Search } from 'lucide-react'
import './find.css'

interface FindFieldProps {
  label: string
  value: string
  onChange: (text: string) => void
  /** It has the focus when what it is in opens. */
  first?: boolean
}

/** Finds in a list that stands below it; Escape empties it. */
export function FindField({ label, value, onChange, first }: FindFieldProps) {
  return (
    <div className="b-find">
      <Search size={14} aria-hidden="true" />
      <input
        type="search"
        data-first={first || undefined}
        value={value}
        placeholder={label}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.stopPropagation()
          onChange('')
        }}
      />
    </div>
  )
}
