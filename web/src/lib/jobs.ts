import type { Job } from '@mortise/sdk'
import { useSyncExternalStore } from 'react'
import { client } from './api/client.ts'

/** Between two looks while a job is open, in milliseconds. */
const pause = 1000
/** How many of the newest jobs are looked at. */
const newest = 30

let jobs: readonly Job[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let asking = false
const wanted = new Set<string>()
const listeners = new Set<() => void>()

function change(next: readonly Job[]): void {
  jobs = next
  for (const listener of listeners) listener()
}

/** The jobs with what was heard of some of them, the newest first. */
export function mergeJobs(now: readonly Job[], heard: readonly Job[]): Job[] {
  const byId = new Map(now.map((job) => [job.id, job]))
  for (const job of heard) byId.set(job.id, job)
  return [...byId.values()].sort((x, y) => y.created_at.localeCompare(x.created_at))
}

async function ask(): Promise<void> {
  try {
    const { data } = await client.jobs.list({ limit: newest })
    const listed = new Set(data.map((job) => job.id))
    const missing = [...jobs.filter((job) => !job.ended_at).map((job) => job.id), ...wanted].filter(
      (id) => !listed.has(id),
    )
    const others = await Promise.all([...new Set(missing)].map((id) => client.jobs.get(id)))
    if (listeners.size === 0) return
    for (const job of [...data, ...others]) wanted.delete(job.id)
    change(mergeJobs(jobs, [...data, ...others]))
  } catch {
    // The server is away: the next look tells.
  }
}

function look(): void {
  clearTimeout(timer)
  if (asking) return
  asking = true
  void ask().finally(() => {
    asking = false
    if (listeners.size === 0) return
    if (wanted.size > 0 || jobs.some((job) => !job.ended_at)) timer = setTimeout(look, pause)
  })
}

/** Has a job followed that was just begun. */
export function watchJob(id: string): void {
  wanted.add(id)
  look()
}

/** Takes over what is known of a job already. */
export function noteJob(job: Job): void {
  change(mergeJobs(jobs, [job]))
  if (!job.ended_at) watchJob(job.id)
}

/** Forgets a job that has ended, here and on the server. */
export async function forgetJob(id: string): Promise<void> {
  await client.jobs.remove(id)
  change(jobs.filter((job) => job.id !== id))
}

/** For useSyncExternalStore. What was heard is forgotten when nobody listens. */
export const jobStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    if (listeners.size === 1) look()
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearTimeout(timer)
      wanted.clear()
      jobs = []
    }
  },
  get: () => jobs,
}

/** The caller's newest jobs; looked at each second while one is open. */
export function useJobs(): readonly Job[] {
  return useSyncExternalStore(jobStore.subscribe, jobStore.get)
}

/** One job of the caller's; undefined until it is known. */
export function useJob(id: string | undefined): Job | undefined {
  return useJobs().find((job) => job.id === id)
}
