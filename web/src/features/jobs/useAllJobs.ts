import type { Job } from '@mortise/sdk'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { mergeJobs, useJobs } from '@/lib/jobs.ts'
import { canUndo } from './progress.ts'

/** Jobs of one page. */
const pageSize = 30

/** The kinds of jobs that users start. */
export const jobKinds = ['bulk', 'bulk_undo', 'import', 'import_undo', 'export'] as const

/** All of the caller's jobs, page by page; those at work as they are now. */
export function useAllJobs(kind: string) {
  const queries = useQueryClient()
  const newest = useJobs()
  const pages = useInfiniteQuery({
    queryKey: ['jobs', kind],
    queryFn: ({ pageParam, signal }) =>
      client.jobs.list({ kind: kind || undefined, limit: pageSize, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
  })
  const listed = pages.data?.pages.flatMap((page) => page.data) ?? []
  const live = newest.filter((job) => kind === '' || job.kind === kind)
  const jobs: Job[] = pages.data ? mergeJobs(listed, live) : []
  const all = mergeJobs(listed, newest)
  return {
    jobs,
    pages,
    undoable: (job: Job) => canUndo(job, all),
    forgotten: () => void queries.invalidateQueries({ queryKey: ['jobs'] }),
  }
}
