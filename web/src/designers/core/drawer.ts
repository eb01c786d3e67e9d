import type { DraftName } from '@mortise/sdk'
import { Stale } from '@mortise/sdk'
import { client } from '@/lib/api/client.ts'
import { type Doc, type Key, type Kind, keyOf, kindOf, nameOf } from './document.ts'
import type { Drawer, Saved } from './Saver.ts'

/** The drawer of a draft on the server. */
export function drawerOf(draft: DraftName): Drawer {
  return {
    get: async (key) => {
      const all = await loadDraft(draft)
      return all.documents.get(key)
    },
    put: async (key, body, etag) => {
      const answer = await client.design.put(kindOf(key), nameOf(key), body, {
        draft,
        match: etag,
        noneMatch: etag === undefined,
      })
      return { body: answer.body as Doc, etag: answer.etag }
    },
    remove: (key, etag) => client.design.remove(kindOf(key), nameOf(key), { draft, match: etag }),
  }
}

/** Whether a save was refused because others changed the same places. */
export function isStale(error: unknown): boolean {
  return error instanceof Stale
}

/** The documents of a draft by key, and the published revision below it. */
export async function loadDraft(
  draft: DraftName,
  signal?: AbortSignal,
): Promise<{ revision: number; documents: Map<Key, Saved> }> {
  const { revision, data } = await client.design.list({ draft }, signal)
  const documents = new Map<Key, Saved>()
  for (const { kind, name, body, hash } of data)
    documents.set(keyOf(kind as Kind, name), { body: body as Doc, etag: `"${hash}"` })
  return { revision, documents }
}
