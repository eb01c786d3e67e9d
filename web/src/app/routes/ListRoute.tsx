import type { ExportRequest } from '@mortise/sdk'
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ListPage } from '@/features/views/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

const parts = {
  Merge: lazy(() => import('@/features/actions/MergeTicked.tsx')),
  Share: lazy(() => import('@/features/actions/ShareWindow.tsx')),
}
const ExportDialog = lazy(() =>
  import('@/features/export/index.tsx').then((module) => ({ default: module.ExportDialog })),
)

export function ListRoute() {
  const name = useParams({ from: '/shell/e/$entity' }).entity
  const entity = useEntity(name)
  const navigate = useNavigate()
  useTitle(entity?.plural || entity?.title)
  const [exporting, setExporting] = useState<ExportRequest>()
  if (!entity?.actions.includes('read')) return <PageNotFound />
  return (
    <ListPage
      key={entity.name}
      entity={entity}
      parts={parts}
      onImport={() => navigate({ to: '/e/$entity/import', params: { entity: entity.name } })}
      onDuplicates={() => navigate({ to: '/e/$entity/duplicates', params: { entity: entity.name } })}
      onExport={setExporting}
    >
      {exporting && (
        <Suspense>
          <ExportDialog entity={entity} request={exporting} onClose={() => setExporting(undefined)} />
        </Suspense>
      )}
    </ListPage>
  )
}
