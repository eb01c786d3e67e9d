import { Link } from '@tanstack/react-router'
import { FileSpreadsheet } from 'lucide-react'
import { useEntity } from '@/lib/api/get-description.ts'
import { useWords } from '../core/useBench.ts'
import { waitingFile } from '../core/waiting.ts'

/** Says that the rows of a file wait to become records here, and leads to that once the entity is published. */
export function WaitingFile({ entity }: { entity: string }) {
  const { t } = useWords()
  const published = useEntity(entity)
  const waiting = waitingFile(entity)
  if (!waiting) return null
  const ready = published?.actions.includes('import')
  return (
    <p className="b-waiting">
      <FileSpreadsheet size={16} aria-hidden="true" />
      <span>{t(ready ? 'design.entity.fileReady' : 'design.entity.fileWaits', { name: waiting.name })}</span>
      {ready && (
        <Link
          to="/e/$entity/import"
          params={{ entity }}
          search={{ file: waiting.file, name: waiting.name, step: 'map' }}
          className="m-button m-button--primary"
        >
          {t('design.entity.importFile')}
        </Link>
      )}
    </p>
  )
}
