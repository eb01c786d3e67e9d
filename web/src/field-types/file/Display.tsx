import { Image, Paperclip } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DisplayProps } from '../contract.ts'
import { FileLine } from './FileLine.tsx'
import { useAttached } from './files.ts'

/** A list tells how many there are and asks for nothing: reading a file counts as reading its record. */
export function Display({ field, value, place }: DisplayProps) {
  const { t } = useTranslation()
  const attached = useAttached(field, value, place === 'record')
  if (place === 'record') {
    return (
      <ul className="f-files">
        {attached.map((one) => (
          <li key={one.id}>
            <FileLine file={one} paper={field.type === 'signature'} />
          </li>
        ))}
      </ul>
    )
  }
  const Icon = field.type === 'image' ? Image : Paperclip
  return (
    <span className="f-boolean">
      <Icon size={14} aria-hidden="true" />
      {t('file.count', { count: attached.length })}
    </span>
  )
}
