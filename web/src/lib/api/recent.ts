import type { Preferences } from '@mortise/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { preferencesQuery, setPreference, usePreference } from './preferences.ts'

/** A record that was opened. What it is called is asked for when it is shown: it may be hidden by then. */
export interface Recent {
  entity: string
  id: string
}

const most = 30

/** The records with one more, the last opened first. */
export function withRecent(list: readonly Recent[], one: Recent): Recent[] {
  return [one, ...list.filter(({ entity, id }) => entity !== one.entity || id !== one.id)].slice(0, most)
}

/** Reads what a browser kept; anything else counts as nothing. */
export function recentOf(value: unknown): Recent[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Recent => typeof one?.entity === 'string' && typeof one?.id === 'string')
}

/** The records that were opened last. */
export function useRecent(): Recent[] {
  return recentOf(usePreference<unknown>('recent')[0])
}

/** Notes that a record is open. */
export function useNoteRecent(entity: string, id: string): void {
  const queries = useQueryClient()
  const known = useQuery(preferencesQuery()).isSuccess
  useEffect(() => {
    if (!known) return
    const now = recentOf(queries.getQueryData<Preferences>(preferencesQuery().queryKey)?.recent)
    if (now[0]?.entity === entity && now[0].id === id) return
    void setPreference(queries, 'recent', withRecent(now, { entity, id }))
  }, [known, queries, entity, id])
}

/** The records of an entity that were used last: those chosen for a field, then those opened. */
export function usePicked(entity: string): string[] {
  const picked = recentOf(usePreference<unknown>('picked')[0])
  const recent = useRecent()
  const ids = [...picked, ...recent].filter((one) => one.entity === entity).map(({ id }) => id)
  return [...new Set(ids)]
}

/** Notes that a record was chosen for a field. */
export function useNotePicked(entity: string): (id: string) => void {
  const queries = useQueryClient()
  return (id) => {
    const now = recentOf(queries.getQueryData<Preferences>(preferencesQuery().queryKey)?.picked)
    if (now[0]?.entity === entity && now[0].id === id) return
    void setPreference(queries, 'picked', withRecent(now, { entity, id }))
  }
}
