import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { type Exported, moved, offered, toggled } from './fields.ts'

interface ExportFieldsProps {
  all: Exported[]
  chosen: string[]
  onChange: (fields: string[]) => void
}

/** Which fields go into the file, and in which order. */
export function ExportFields({ all, chosen, onChange }: ExportFieldsProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  return (
    <fieldset className="x-fields">
      <legend>{t('export.fields')}</legend>
      <div className="x-fields__head">
        <input
          type="search"
          className="x-search"
          aria-label={t('export.find')}
          placeholder={t('export.find')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button
          look="ghost"
          onClick={() =>
            onChange([
              ...chosen,
              ...offered(all, chosen, search)
                .filter(({ name }) => !chosen.includes(name))
                .map(({ name }) => name),
            ])
          }
        >
          {t('export.all')}
        </Button>
        <Button look="ghost" onClick={() => onChange([])}>
          {t('export.none')}
        </Button>
      </div>
      <ul>
        {offered(all, chosen, search).map(({ name, title }) => {
          const at = chosen.indexOf(name)
          return (
            <li key={name}>
              <label>
                <input type="checkbox" checked={at >= 0} onChange={() => onChange(toggled(chosen, name))} />
                <span className="truncate">{title}</span>
              </label>
              {at >= 0 && (
                <>
                  <IconButton
                    label={t('export.up', { name: title })}
                    icon={<ArrowUp size={14} />}
                    disabled={at === 0}
                    onClick={() => onChange(moved(chosen, name, -1))}
                  />
                  <IconButton
                    label={t('export.down', { name: title })}
                    icon={<ArrowDown size={14} />}
                    disabled={at === chosen.length - 1}
                    onClick={() => onChange(moved(chosen, name, 1))}
                  />
                </>
              )}
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
