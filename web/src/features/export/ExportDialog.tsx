import type { Entity, ExportRequest } from '@mortise/sdk'
import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { ExportFields } from './ExportFields.tsx'
import { ExportJob } from './ExportJob.tsx'
import { ExportPreview } from './ExportPreview.tsx'
import { Refused } from './Refused.tsx'
import { type ExportModel, formats, useExport } from './useExport.ts'
import './export.css'

interface ExportDialogProps {
  entity: Entity
  /** The list as it is shown, or the ids of what is ticked; fields are those to begin with. */
  request: ExportRequest
  onClose: () => void
}

/** Makes a file of a list, of a selection or of one record. */
export function ExportDialog({ entity, request, onClose }: ExportDialogProps) {
  const { t } = useTranslation()
  const model = useExport(entity, request)
  const { job, start } = model
  return (
    <Dialog
      title={t('export.title', { name: entity.plural || entity.title })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={880}
      footer={
        job ? (
          <>
            {job.ended_at && <Button onClick={start.reset}>{t('export.again')}</Button>}
            <Button onClick={onClose}>{t('action.close')}</Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              icon={<Download size={14} />}
              busy={start.isPending}
              disabled={model.fields.length === 0 || model.preview.isError}
              onClick={() => start.mutate()}
            >
              {t('export.start')}
            </Button>
          </>
        )
      }
    >
      {job ? <ExportJob job={job} /> : <Choices model={model} selected={request.ids?.length} />}
      {start.error && <Refused text={start.error.message} />}
    </Dialog>
  )
}

function Choices({ model, selected }: { model: ExportModel; selected: number | undefined }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const records = model.preview.data?.records
  const number = (count: number) => ({ count, number: formatNumber(count, language) })
  return (
    <div className="x-dialog">
      <div className="x-choices">
        <fieldset className="x-format">
          <legend>{t('export.format')}</legend>
          {formats.map((format) => (
            <label key={format}>
              <input
                type="radio"
                name="format"
                checked={model.format === format}
                onChange={() => model.setFormat(format)}
              />
              <span>{format.toUpperCase()}</span>
            </label>
          ))}
        </fieldset>
        {model.format === 'csv' && (
          <fieldset className="x-format">
            <legend>{t('export.header')}</legend>
            {(['titles', 'names'] as const).map((header) => (
              <label key={header}>
                <input
                  type="radio"
                  name="header"
                  checked={model.header === header}
                  onChange={() => model.setHeader(header)}
                />
                <span>{t(`export.${header}`)}</span>
              </label>
            ))}
            <label>
              <input
                type="checkbox"
                checked={model.bom}
                onChange={(event) => model.setBom(event.target.checked)}
              />
              <span>{t('export.bom')}</span>
            </label>
          </fieldset>
        )}
        <ExportFields all={model.all} chosen={model.fields} onChange={model.setFields} />
      </div>
      <div className="x-side">
        <p className="x-count" role="status">
          {selected !== undefined
            ? t('export.selected', number(selected))
            : records !== undefined && t('export.count', number(records))}
        </p>
        <ExportPreview model={model} />
      </div>
    </div>
  )
}
