import type { Description, Entity } from '@mortise/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
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

/** One entity of the description; undefined while loading or unknown. */
export function useEntity(name: string | undefined): Entity | undefined {
  const description = useDescription().data
  return findEntity(description, name)
}

/** One entity of a description. */
export function findEntity(
  description: Description | undefined,
  name: string | undefined,
): Entity | undefined {
  return description?.entities.find((entity) => entity.name === name)
}
