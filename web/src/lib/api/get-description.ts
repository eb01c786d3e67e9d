import type { Description, Entity } from '@mortise/sdk'
import { keepPreviousData, type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { type Language, useLanguage } from '../i18n/index.ts'
import { client } from './client.ts'

/** The definitions that the principal may know, in one language. */
export function descriptionQuery(language: Language) {
  return queryOptions({
    queryKey: ['describe', language],
    queryFn: ({ signal }) => client.describe(signal),
    staleTime: 5 * 60_000,
    // The page stays as it is while it is fetched in another language.
    placeholderData: keepPreviousData,
  })
}

/** The definitions that the principal may know. */
export function useDescription() {
  return useQuery(descriptionQuery(useLanguage()))
}

/** One entity whole, where the description has it in brief only. */
function entityQuery(language: Language, name: string) {
  return queryOptions({
    queryKey: ['describe', language, name],
    queryFn: async ({ signal }) => findEntity(await client.describe(signal, [name]), name) ?? null,
    staleTime: 5 * 60_000,
  })
}

/** Fetches one entity whole, such as for a page about it before that is drawn; undefined when it is unknown. */
export async function ensureEntity(
  queries: QueryClient,
  language: Language,
  name: string,
): Promise<Entity | undefined> {
  const found = findEntity(await queries.ensureQueryData(descriptionQuery(language)), name)
  if (!found?.brief) return found
  return (await queries.ensureQueryData(entityQuery(language, name))) ?? undefined
}

/** One entity, whole; undefined while loading or unknown. */
export function useEntity(name: string | undefined): Entity | undefined {
  const language = useLanguage()
  const found = findEntity(useDescription().data, name)
  const whole = useQuery({ ...entityQuery(language, name ?? ''), enabled: found?.brief === true })
  return found?.brief ? (whole.data ?? undefined) : found
}

/** One entity of a description. */
export function findEntity(
  description: Pick<Description, 'entities'> | undefined,
  name: string | undefined,
): Entity | undefined {
  return description?.entities.find((entity) => entity.name === name)
}
