import { Problem } from '@mortise/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

const staleTime = 5 * 60_000

/** The guides of all packages, in the language of the page. */
export function useGuides() {
  const language = useLanguage()
  return useQuery(
    queryOptions({
      queryKey: ['guides', language],
      queryFn: ({ signal }) => client.guides.list(signal),
      staleTime,
    }),
  )
}

/** One page of a guide; null when there is none. */
export function useGuidePage(of: string, page: string | undefined) {
  const language = useLanguage()
  return useQuery(
    queryOptions({
      queryKey: ['guides', language, of, page],
      queryFn: async ({ signal }) => {
        try {
          return await client.guides.page(of, page ?? '', signal)
        } catch (error) {
          if (error instanceof Problem && error.status === 404) return null
          throw error
        }
      },
      enabled: page !== undefined,
      staleTime,
    }),
  )
}
