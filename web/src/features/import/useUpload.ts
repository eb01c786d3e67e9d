import { Problem } from '@mortise/sdk'
import { useEffect, useRef, useState } from 'react'
import { client } from '@/lib/api/client.ts'

/** How far the file is: it pauses when the connection is lost, and goes on. */
export interface Uploading {
  name: string
  size: number
  share: number
  state: 'sending' | 'paused' | 'lost' | 'refused'
  problem?: string
}

interface Begun {
  id: string
  name: string
  size: number
}

const place = (entity: string) => `mortise.import.upload.${entity}`

/** The upload that was begun and not ended, if it is of this file. */
function begunOf(entity: string, file: File): string | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(entity)) ?? 'null') as Begun | null
    return kept && kept.name === file.name && kept.size === file.size ? kept.id : undefined
  } catch {
    return undefined
  }
}

/** Sends a file in parts; done is told its id. */
export function useUpload(entity: string, done: (id: string, name: string) => void) {
  const [now, setNow] = useState<Uploading>()
  const file = useRef<File>(undefined)
  const stop = useRef<AbortController>(undefined)
  const change = (next: Partial<Uploading>) => setNow((old) => old && { ...old, ...next })

  const send = async (chosen: File) => {
    stop.current?.abort()
    const control = new AbortController()
    stop.current = control
    file.current = chosen
    const begun = begunOf(entity, chosen)
    setNow((old) => ({ name: chosen.name, size: chosen.size, share: old?.share ?? 0, state: 'sending' }))
    const options = {
      progress: (share: number) => change({ share }),
      begun: (id: string) =>
        sessionStorage.setItem(place(entity), JSON.stringify({ id, name: chosen.name, size: chosen.size })),
      signal: control.signal,
    }
    try {
      const info = begun
        ? await client.uploads.resume(begun, chosen, options)
        : await client.uploads.send(chosen, chosen.name, options)
      sessionStorage.removeItem(place(entity))
      done(info.id, chosen.name)
    } catch (error) {
      if (control.signal.aborted) return
      const lost = error instanceof Problem && (error.status === 0 || error.status >= 500)
      if (error instanceof Problem && error.status === 404) sessionStorage.removeItem(place(entity))
      change({ state: lost ? 'lost' : 'refused', problem: error instanceof Error ? error.message : '' })
    }
  }
  const resume = () => file.current && void send(file.current)
  const again = useRef(resume)
  again.current = resume
  const lost = now?.state === 'lost'
  useEffect(() => {
    if (!lost) return
    const goOn = () => again.current()
    window.addEventListener('online', goOn)
    return () => window.removeEventListener('online', goOn)
  }, [lost])
  useEffect(() => () => stop.current?.abort(), [])
  return {
    now,
    choose: (chosen: File) => {
      setNow(undefined)
      void send(chosen)
    },
    resume,
    pause: () => {
      stop.current?.abort()
      change({ state: 'paused' })
    },
  }
}
