import type { Entity, ExportRequest } from '@mortise/sdk'
import { Archive, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { useBulkArchive } from './useBulkArchive.ts'
import type { Selection } from './useSelection.ts'

interface BulkBarProps {
  entity: Entity
  selection: Selection
  archived: boolean
  onExport: (request: ExportRequest) => void
}

/** What can be done with the ticked records. */
export function BulkBar({ entity, selection, archived, onExport }: BulkBarProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const count = selection.ids.size
  const archive = useBulkArchive(entity, () => {
    setAsking(false)
    selection.clear()
  })
  return (
    <section className="v-bulk" aria-label={t('bulk.title')}>
      <strong>{t('bulk.selected', { count })}</strong>
      {!archived && entity.actions.includes('archive') && (
        <Button icon={<Archive size={14} />} onClick={() => setAsking(true)}>
          {t('action.archive')}
        </Button>
      )}
      {entity.actions.includes('export') && (
        <Button icon={<Download size={14} />} onClick={() => onExport({ ids: [...selection.ids], archived })}>
          {t('export.action')}
        </Button>
      )}
      <Button look="ghost" onClick={selection.clear}>
        {t('bulk.clear')}
      </Button>
      {asking && (
        <Dialog
          title={t('bulk.archiveTitle', { count })}
          closeLabel={t('action.close')}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{t('action.cancel')}</Button>
              <Button
                look="danger"
                busy={archive.isPending}
                onClick={() => archive.mutate([...selection.ids])}
              >
                {t('action.archive')}
              </Button>
            </>
          }
        >
          {t('archive.text')}
        </Dialog>
      )}
    </section>
  )
}
