import type { LiveEvent, Versioned } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { client } from '@/lib/api/client.ts'
import { announceRevision } from '@/lib/api/revision.ts'
import { useVisible } from '@/lib/useVisible.ts'
import { recordKey } from './api/get-record.ts'

/** Follows a record that is shown: what is heard of it is fetched anew, with all that belongs to it. */
export function useLiveRecord(entity: string, id: string, shown: Versioned | null | undefined): void {
  const queries = useQueryClient()
  const visible = useVisible()
  const latest = useRef(shown)
  latest.current = shown
  const there = Boolean(shown)

  useEffect(() => {
    if (!visible || !there) return
    const ended = new AbortController()
    const version = () => versionOf(latest.current)
    const fetch = () => queries.invalidateQueries({ queryKey: recordKey(entity, id) })
    const hear = (event: LiveEvent) => {
      if (event.kind === 'revision') announceRevision(event.revision)
      if (event.kind === 'gone' || event.kind === 'reset') void fetch()
      if (event.kind === 'changed' && (event.version === undefined || event.version !== version()))
        void fetch()
    }
    const follow = async () => {
      const options = { known: [{ id, version: version() }], signal: ended.signal }
      for await (const event of client.live(entity, options, id)) hear(event)
    }
    // Who is refused the stream asks again with what he does, and is told then.
    follow().catch(() => undefined)
    return () => ended.abort()
  }, [queries, entity, id, there, visible])
}

function versionOf(shown: Versioned | null | undefined): number | undefined {
  const version = shown?.record.version
  return typeof version === 'number' ? version : undefined
}
