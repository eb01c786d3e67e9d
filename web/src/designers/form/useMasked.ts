import { listAt } from '../core/document.ts'
import { useDocs } from '../core/useBench.ts'

/** Whether a mask shows a field of an entity to some only in part. */
export function useMasked(entity: string, field: string): boolean {
  return useDocs('mask', entity).some(({ doc }) => listAt<string>(doc, 'fields').includes(field))
}
