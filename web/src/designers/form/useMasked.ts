import { useMemo } from 'react'
import { listAt } from '../core/document.ts'
import { useDocs } from '../core/useBench.ts'

/** The fields of an entity that a mask shows to some only in part. */
export function useMasked(entity: string): ReadonlySet<string> {
  const masks = useDocs('mask', entity)
  return useMemo(() => new Set(masks.flatMap(({ doc }) => listAt<string>(doc, 'fields'))), [masks])
}
