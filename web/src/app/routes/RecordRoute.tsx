import { useParams } from '@tanstack/react-router'
import { ApprovalBanner, RecordActions } from '@/features/actions/index.tsx'
import { RecordPage } from '@/features/records/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useNoteRecent } from '@/lib/api/recent.ts'
import { useLabel } from '@/lib/api/useLabel.ts'
import { useTitle } from '@/lib/useTitle.ts'
import { PageNotFound } from './PageNotFound.tsx'

const parts = { Actions: RecordActions, Banner: ApprovalBanner }

export function RecordRoute() {
  const { entity: name, id } = useParams({ from: '/shell/e/$entity/$id' })
  const entity = useEntity(name)
  useTitle(useLabel(name, id) ?? entity?.title)
  useNoteRecent(name, id)
  if (!entity?.actions.includes('read')) return <PageNotFound />
  return <RecordPage key={`${name}/${id}`} entity={entity} id={id} parts={parts} />
}
