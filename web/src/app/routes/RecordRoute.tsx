import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ApprovalBanner, RecordActions } from '@/features/actions/index.tsx'
import { RecordPage } from '@/features/records/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useNoteRecent } from '@/lib/api/recent.ts'
import { useLabel } from '@/lib/api/useLabel.ts'
import type { RecordPlace } from '@/lib/record-place.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

const ExportDialog = lazy(() =>
  import('@/features/export/index.tsx').then((module) => ({ default: module.ExportDialog })),
)

function Actions({ place }: { place: RecordPlace }) {
  const [exporting, setExporting] = useState(false)
  const { entity, record } = place
  return (
    <>
      <RecordActions place={place} onExport={() => setExporting(true)} />
      {exporting && (
        <Suspense>
          <ExportDialog
            entity={entity}
            request={{ ids: [record.id], archived: Boolean(record.archived_at) || undefined }}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
    </>
  )
}

const parts = { Actions, Banner: ApprovalBanner }

export function RecordRoute() {
  const { entity: name, id } = useParams({ from: '/shell/e/$entity/$id' })
  const entity = useEntity(name)
  useTitle(useLabel(name, id) ?? entity?.title)
  useNoteRecent(name, id)
  if (!entity?.actions.includes('read')) return <PageNotFound />
  return <RecordPage key={`${name}/${id}`} entity={entity} id={id} parts={parts} />
}
