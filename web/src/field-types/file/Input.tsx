import { Upload, X } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { relatedId } from '@/lib/definition.ts'
import type { InputProps } from '../contract.ts'
import { FileLine } from './FileLine.tsx'
import { type Fresh, useAttached } from './files.ts'
import { UploadLine } from './UploadLine.tsx'
import { useUploads } from './useUploads.ts'

/** Uploads files, by choosing or dropping, and takes them out. */
export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const many = field.type === 'files'
  const chooser = useRef<HTMLInputElement>(null)
  const latest = useRef(value)
  latest.current = value
  const attached = useAttached(field, value, true)
  const [over, setOver] = useState(false)
  const list = () => (Array.isArray(latest.current) ? (latest.current as unknown[]) : [])
  const add = (file: Fresh) => {
    latest.current = many ? [...list(), file] : file
    onChange(latest.current)
  }
  const remove = (gone: string) => {
    const rest = list().filter((one) => relatedId(one) !== gone)
    onChange(many && rest.length > 0 ? rest : null)
  }
  const { uploads, upload, dismiss } = useUploads(field, add)
  const full = many && field.maxItems !== undefined && field.maxItems > 0 && attached.length >= field.maxItems
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    upload([...event.dataTransfer.files].slice(0, many ? undefined : 1))
  }
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (autoFocus) button.current?.focus()
  }, [autoFocus])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the second way; the button is the first
    <div
      className="f-drop"
      data-over={over || undefined}
      data-invalid={invalid || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <ul className="f-files">
        {attached.map((one) => (
          <li key={one.id}>
            <FileLine file={one} paper={field.type === 'signature'}>
              <IconButton
                label={t('file.remove', { name: one.info?.name ?? '' })}
                icon={<X size={14} />}
                onClick={() => remove(one.id)}
              />
            </FileLine>
          </li>
        ))}
        {uploads.map((one) => (
          <li key={one.key}>
            <UploadLine upload={one} onDismiss={() => dismiss(one.key)} />
          </li>
        ))}
      </ul>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={many}
        accept={field.accept?.join(',')}
        onChange={(event) => {
          upload([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {!full && (
        <Button
          id={id}
          ref={button}
          icon={<Upload size={14} />}
          aria-label={`${field.title}: ${t(many || attached.length === 0 ? 'file.choose' : 'file.replace')}`}
          aria-describedby={describedBy}
          onClick={() => chooser.current?.click()}
        >
          {t(many || attached.length === 0 ? 'file.choose' : 'file.replace')}
        </Button>
      )}
    </div>
  )
}
