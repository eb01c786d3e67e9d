import { useEffect } from 'react'
import { watchJob } from '@/lib/jobs.ts'

/** Has a job followed that the address names, be it ever so old. */
export function useFollowed(id: string | undefined): void {
  useEffect(() => {
    if (id) watchJob(id)
  }, [id])
}
