import { type ExpressionUse, Forbidden, Problem, type Tried, Unavailable, Unreachable } from '@mortise/sdk'
import { useEffect, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDoc, useStudio } from '../useBench.ts'

/** A record on which expressions are tried. */
export interface Sample {
  id: string
  label: string
}

/** What came of trying a text: what the server says, or why it says nothing. */
export interface Trial {
  text: string
  tried?: Tried
  trouble?: 'refused' | 'away' | 'failed'
  /** What the server says of the trouble. */
  message?: string
}

interface Asked {
  entity: string
  use: ExpressionUse
  field?: string
  type?: string
}

/** So long nothing is typed before it is tried, in milliseconds, and so long until a server that is away is asked again. */
const pause = 350
/** So long after it was typed something is called wrong: until then one may be at writing it. */
const calm = 1000
const patience = 5000

/** The records that were chosen, by entity: other expressions are tried on the same. */
const samples = new Map<string, Sample>()

/** Tries an expression while it is typed, on the record chosen or else the newest. */
export function useTrial(text: string, { entity, use, field, type }: Asked) {
  const { draft } = useStudio()
  const doc = useDoc('entity', entity)
  const [sample, setSample] = useState(samples.get(entity))
  const [trial, setTrial] = useState<Trial>()
  const [round, setRound] = useState(0)
  const empty = text.trim() === ''
  useEffect(() => {
    if (empty) {
      setTrial(undefined)
      return
    }
    const stop = new AbortController()
    const typed = Date.now()
    const ask = async () => {
      const asked = { draft, entity, use, field, type, document: doc, record: sample?.id, expression: text }
      const next = await answer(asked, stop.signal)
      if (stop.signal.aborted) return
      if (next === 'gone') {
        samples.delete(entity)
        setSample(undefined)
        return
      }
      const wait = (next.tried?.problems.length ?? 0) > 0 ? typed + calm - Date.now() : 0
      timer = setTimeout(() => setTrial({ ...next, text }), Math.max(0, wait))
      if (next.trouble === 'away') again = setTimeout(() => setRound(round + 1), patience)
    }
    let timer = setTimeout(() => void ask(), pause)
    let again: ReturnType<typeof setTimeout> | undefined
    return () => {
      clearTimeout(timer)
      clearTimeout(again)
      stop.abort()
    }
  }, [empty, text, draft, entity, use, field, type, doc, sample, round])
  const choose = (next: Sample | undefined) => {
    if (next) samples.set(entity, next)
    else samples.delete(entity)
    setSample(next)
  }
  return { trial: empty ? undefined : trial, sample, choose }
}

type Ask = Parameters<typeof client.tryout.evaluate>[0]

/** What the server answers, or why it does not; "gone" when the record is not there any more. */
async function answer(asked: Ask, signal: AbortSignal): Promise<Omit<Trial, 'text'> | 'gone'> {
  try {
    return { tried: await client.tryout.evaluate(asked, signal) }
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Unavailable) return { trouble: 'away' }
    if (error instanceof Forbidden) return { trouble: 'refused' }
    if (error instanceof Problem && error.details.some(({ pointer }) => pointer === '/record')) return 'gone'
    return { trouble: 'failed', message: error instanceof Error ? error.message : '' }
  }
}
