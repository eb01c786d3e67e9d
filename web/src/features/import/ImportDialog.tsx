import type { Entity } from '@mortise/sdk'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { ImportMapping } from './ImportMapping.tsx'
import { ImportOutcome } from './ImportOutcome.tsx'
import { useImport } from './useImport.ts'
import './import.css'

/** Creates records from a CSV file. */
export function ImportDialog({ entity, onClose }: { entity: Entity; onClose: () => void }) {
  const { t } = useTranslation()
  const model = useImport(entity)
  const mapped = Object.keys(model.map).length > 0
  return (
    <Dialog
      title={t('import.title', { name: entity.plural || entity.title })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={640}
      footer={
        model.result ? (
          <Button look="primary" onClick={onClose}>
            {t('action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              busy={model.busy}
              disabled={!model.chosen || !mapped}
              onClick={model.start}
            >
              {t('import.start')}
            </Button>
          </>
        )
      }
    >
      {model.result ? (
        <ImportOutcome entity={entity} result={model.result} />
      ) : (
        <Chooser choose={model.choose} name={model.chosen?.file.name} />
      )}
      {model.chosen && !model.result && <ImportMapping entity={entity} model={model} />}
      {model.chosen && !mapped && <p className="i-problem">{t('import.needColumn')}</p>}
      {model.progress > 0 && <p role="status">{t('import.progress', { count: model.progress })}</p>}
      {model.problem && (
        <p className="i-problem" role="alert">
          {model.problem}
        </p>
      )}
    </Dialog>
  )
}

function Chooser({ choose, name }: { choose: (file: File) => void; name: string | undefined }) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) choose(file)
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
      <FileUp size={20} aria-hidden="true" />
      <strong>{name ?? t('import.choose')}</strong>
      <span>{t('import.hint')}</span>
      <input
        type="file"
        accept=".csv,text/csv"
        className="sr-only"
        onChange={(event) => take(event.target.files)}
      />
    </label>
  )
}
