import type { Notification } from '@mortise/sdk'
import { useQueries } from '@tanstack/react-query'
import { useDescription } from '@/lib/api/get-description.ts'
import { labelsOf } from '@/lib/api/labels.ts'

/** What the records are called that notifications are about, by id: of those that the caller reads. */
export function useSubjects(pages: readonly (readonly Notification[])[]): ReadonlyMap<string, string | null> {
  const entities = useDescription().data?.entities ?? []
  const asked = pages.flatMap((page) =>
    entities
      .filter(({ actions }) => actions.includes('read'))
      .map((entity) => {
        const about = page.filter(({ entity: name, subject }) => name === entity.name && subject)
        return { entity, ids: [...new Set(about.map(({ subject }) => String(subject)))].sort() }
      })
      .filter(({ ids }) => ids.length > 0),
  )
  return useQueries({
    queries: asked.map(({ entity, ids }) => ({
      queryKey: ['records', entity.name, 'labels', ids],
      queryFn: () => labelsOf(entity, ids),
      staleTime: 60_000,
    })),
    combine: (results) => new Map(results.flatMap(({ data }) => [...(data ?? [])])),
  })
}
