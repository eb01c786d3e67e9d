import type { FieldConflict, Stale, Versioned, WireRecord } from '@mortise/sdk'
import { useState } from 'react'
import { isRedacted, relatedId, relatedLabel } from '@/lib/definition.ts'
import type { FormStore } from './form/FormStore.ts'

/** A save that stands against what others have saved meanwhile. */
export interface Clash {
  fields: FieldConflict[]
  /** The version that these fields are of: what is chosen is saved against it, and what came later counts anew. */
  etag: string | null
}

/** Holds what others have changed, too, of a save that was refused for it, until one has chosen. */
export function useConflict(store: FormStore, fetch: () => Promise<Versioned | null | undefined>) {
  const [clash, setClash] = useState<Clash>()
  return {
    clash,
    take: async ({ conflicts, version }: Stale) => {
      if (conflicts.length > 0 && version !== undefined)
        return setClash({ fields: conflicts, etag: `"${version}"` })
      // Too much has happened for the server to tell: all that was changed is looked at.
      const fresh = await fetch()
      const fields = fresh ? clashing(store, fresh.record) : []
      if (fields.length > 0) setClash({ fields, etag: fresh?.etag ?? null })
    },
    close: () => setClash(undefined),
  }
}

/** The changes that would put another value in the place of what a record has. */
export function clashing(store: FormStore, record: WireRecord): FieldConflict[] {
  const id = relatedId(record.updated_by)
  const by = id === null ? undefined : { id, name: relatedLabel(record.updated_by) ?? undefined }
  const at = typeof record.updated_at === 'string' ? record.updated_at : undefined
  return store.changed().map((field): FieldConflict => {
    const theirs = isRedacted(record, field) ? {} : { theirs: record[field] ?? null }
    return { field, mine: store.field(field).value, ...theirs, by, at }
  })
}
