import type { Entity } from '@mortise/sdk'
import { Download, FileUp, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { formatSize } from '@/lib/format.ts'
import { useUpload } from '../useUpload.ts'
import type { Wizard } from '../useWizard.ts'

/** Chooses a file and sends it in parts. */
export function UploadStep({ entity, wizard }: { entity: Entity; wizard: Wizard }) {
  const { t } = useTranslation()
  const upload = useUpload(entity.name, wizard.uploaded)
  const { now } = upload
  return (
    <>
      <Drop onChoose={upload.choose} />
      {now && (
        <div className="i-upload">
          <div className="i-upload__line">
            <strong className="truncate">{now.name}</strong>
            <span>
              {formatSize(now.size)} · {Math.floor(now.share * 100)}%
            </span>
          </div>
          <progress className="i-bar" max={1} value={now.share} aria-label={now.name} />
          <div className="i-upload__line">
            <span role="status" data-bad={now.state === 'refused' || undefined}>
              {now.state === 'refused' ? now.problem : t(`import.upload.${now.state}`)}
            </span>
            {now.state === 'sending' && (
              <Button look="ghost" icon={<Pause size={14} />} onClick={upload.pause}>
                {t('import.upload.pause')}
              </Button>
            )}
            {(now.state === 'paused' || now.state === 'lost') && (
              <Button look="ghost" icon={<Play size={14} />} onClick={upload.resume}>
                {t('import.upload.resume')}
              </Button>
            )}
          </div>
        </div>
      )}
      {entity.actions.includes('template') && (
        <p className="i-templates">
          <span>{t('import.template')}</span>
          {(['xlsx', 'csv'] as const).map((format) => (
            <a key={format} href={client.imports.templateAddress(entity.name, format)} download>
              <Download size={14} aria-hidden="true" />
              {format.toUpperCase()}
            </a>
          ))}
        </p>
      )}
    </>
  )
}

function Drop({ onChoose }: { onChoose: (file: File) => void }) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onChoose(file)
  }
  return (
    <label
      className="i-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <FileUp size={22} aria-hidden="true" />
      <strong>{t('import.choose')}</strong>
      <span>{t('import.hint')}</span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,.xlsm"
        className="sr-only"
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </label>
  )
}
