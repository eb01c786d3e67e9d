import type { ImportValue, Option } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { unknownValues } from '../plan.ts'

interface ValueMapProps {
  header: string
  values: ImportValue[]
  options: Option[]
  said: { [text: string]: string }
  open: boolean
  onChange: (said: { [text: string]: string }) => void
}

const asItStands = '\u0000'

/** What the texts of a column stand for. */
export function ValueMap({ header, values, options, said, open, onChange }: ValueMapProps) {
  const { t } = useTranslation()
  const unknown = unknownValues(values, said)
  const set = (text: string, chosen: string) => {
    const { [text]: _, ...rest } = said
    onChange(chosen === asItStands ? rest : { ...rest, [text]: chosen })
  }
  return (
    <details className="i-values" open={open || undefined}>
      <summary>
        {t('import.values.title', { count: values.length })}
        {unknown.length > 0 && (
          <span className="i-sure" data-sure="none">
            {t('import.values.unknown', { count: unknown.length })}
          </span>
        )}
      </summary>
      <ul>
        {values.map(({ text, count, value }) => (
          <li key={text}>
            <span className="truncate">{text}</span>
            <span className="i-values__count">×{count}</span>
            <select
              className="i-select"
              aria-label={`${header}: ${text}`}
              value={said[text] ?? value ?? asItStands}
              onChange={(event) => set(text, event.target.value)}
            >
              {!value && <option value={asItStands}>{t('import.values.refuse')}</option>}
              <option value="">{t('import.values.empty')}</option>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.title}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  )
}
