import { useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ListPage } from '@/features/views/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

const ImportDialog = lazy(() =>
  import('@/features/import/index.tsx').then((module) => ({ default: module.ImportDialog })),
)

export function ListRoute() {
  const name = useParams({ from: '/shell/e/$entity' }).entity
  const entity = useEntity(name)
  useTitle(entity?.plural || entity?.title)
  const [pressed, setImporting] = useState(false)
  // The palette leads here with the wish to import.
  const asked = useLocation().hash === 'import'
  const navigate = useNavigate()
  const importing = pressed || (asked && entity?.actions.includes('import'))
  const close = () => {
    setImporting(false)
    if (asked) navigate({ to: '/e/$entity', params: { entity: name }, hash: '', replace: true })
  }
  if (!entity?.actions.includes('read')) return <PageNotFound />
  return (
    <ListPage key={entity.name} entity={entity} onImport={() => setImporting(true)}>
      {importing && (
        <Suspense>
          <ImportDialog entity={entity} onClose={close} />
        </Suspense>
      )}
    </ListPage>
  )
}
