import { Invalid, type Problem } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import type { Key } from './document.ts'
import { useStudio } from './useBench.ts'
import { useSavedTick } from './useSavedTick.ts'

/** Something that is wrong with the draft, and where. */
export interface Finding {
  key: Key | undefined
  /** Within the document; "" for the whole. */
  pointer: string
  message: string
  code: string
}

async function findings(draft: 'own' | 'shared', signal: AbortSignal): Promise<Finding[]> {
  try {
    await client.design.check({ draft }, signal)
    return []
  } catch (error) {
    if (error instanceof Invalid) return findingsOf(error)
    throw error
  }
}

/** What a refusal says of each place. */
export function findingsOf(error: Problem): Finding[] {
  return error.details.map(({ pointer = '', message, code }) => {
    const [, kind, name, ...rest] = pointer.split('/')
    const known = kind && name
    return {
      key: known ? (`${kind}/${name}` as Key) : undefined,
      pointer: known ? rest.map((part) => `/${part}`).join('') : pointer,
      message,
      code,
    }
  })
}

/** All that is wrong with the draft as it is saved; undefined while that is not known. */
export function useProblems(): { list: readonly Finding[] | undefined; failed: boolean } {
  const { draft } = useStudio()
  const tick = useSavedTick()
  const found = useQuery({
    queryKey: ['design', 'check', draft, tick],
    queryFn: ({ signal }) => findings(draft, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return { list: found.data, failed: found.isError }
}
