import type { Entity, Field } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDescription, useEntity } from '@/lib/api/get-description.ts'
import { usePicked } from '@/lib/api/recent.ts'
import { fieldOf, relationTarget, requestFields } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { type Candidate, candidateOf, noteFields } from './candidate.ts'

const mostRecent = 5
const mostFound = 20

/** Of people, those of whom it is not known that they no longer sign in. */
function stillHere(entity: Entity | undefined): string | undefined {
  const active = entity?.name === 'user' ? fieldOf(entity, 'active') : undefined
  return active && active.filterable !== false ? 'active != false' : undefined
}

/** The records that a field may point to: those that hold a text; without one, those used last before the others. */
export function useCandidates(field: Field, q: string, { enabled, all }: { enabled: boolean; all: boolean }) {
  const target = relationTarget(field) ?? ''
  const entity = useEntity(target)
  const description = useDescription().data
  const language = useLanguage()
  const picked = usePicked(target).slice(0, mostRecent)
  const notes = useMemo(() => (entity ? noteFields(entity) : []), [entity])
  const names = entity ? [entity.label, ...notes.map(({ name }) => name)].filter(Boolean) : []
  const fields = description && entity ? requestFields(description, entity, names) : names
  const filter = all ? undefined : stillHere(entity)
  const ready = enabled && entity !== undefined

  const ask = async (query: { q?: string; filter?: string; limit: number }, signal: AbortSignal) => {
    const page = await client.list(target, { ...query, fields }, signal)
    return page.data.map((record) => candidateOf(entity, record, notes, language))
  }
  const found = useQuery({
    queryKey: ['candidates', target, { q, fields, filter }],
    enabled: ready,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask({ q, filter, limit: mostFound }, signal),
  })
  const recent = useQuery({
    queryKey: ['candidates', target, { picked, fields, filter }],
    enabled: ready && q === '' && picked.length > 0,
    queryFn: async ({ signal }): Promise<Candidate[]> => {
      const these = `id in [${picked.map((id) => `'${id}'`).join(', ')}]`
      const query = { filter: filter ? `${these} && ${filter}` : these, limit: mostRecent }
      const known = new Map((await ask(query, signal)).map((one) => [one.id, one]))
      return picked.flatMap((id) => known.get(id) ?? [])
    },
  })
  const first = q === '' ? (recent.data ?? []) : []
  return {
    recent: first,
    found: (found.data ?? []).filter((one) => !first.some(({ id }) => id === one.id)),
    /** What is shown is of another text. */
    stale: found.isPlaceholderData,
    loading: found.isFetching || recent.isLoading,
    /** What there is to choose from has come. */
    known: found.data !== undefined && !recent.isLoading,
    error: found.error,
  }
}
