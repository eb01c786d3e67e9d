import { Problem } from './problem.ts'
import { pause } from './retry.ts'
import type { Transport } from './transport.ts'
import type { ListQuery, WireRecord } from './wire.ts'

/** One thing that a stream tells. */
export type LiveEvent =
  | { kind: 'ready' }
  | { kind: 'changed'; id: string; version?: number; by?: string; record: WireRecord }
  | { kind: 'gone'; id: string }
  | { kind: 'revision'; revision: number }
  | { kind: 'reset' }
  | { kind: 'end'; code: string }

/** What to listen to. */
export interface LiveQuery extends Pick<ListQuery, 'fields' | 'filter' | 'q' | 'archived'> {
  /** Page.live of the list that is shown; now when not given. */
  from?: string
  /** Records that are shown already. */
  known?: { id: string; version?: number }[]
  signal?: AbortSignal
}

/** How many records a stream may be opened with. */
const maxKnown = 500
/** Milliseconds without anything after which a connection counts as lost. */
const silence = 35_000

/**
 * Tells what changes until the loop is left or the signal ends it. A lost stream is taken up where it
 * was; of a change it may tell twice. It throws the Problem that refuses it for good.
 */
export async function* live(transport: Transport, path: string, query: LiveQuery): AsyncGenerator<LiveEvent> {
  let from = query.from
  let wait = 300
  const held = new Map((query.known ?? []).map((one) => [one.id, one.version]))
  while (!query.signal?.aborted) {
    try {
      for await (const [position, event] of connection(transport, path, query, from, held)) {
        wait = 300
        if (position) from = position
        if (!event) continue
        if (event.kind === 'changed') held.set(event.id, event.version)
        if (event.kind === 'gone') held.delete(event.id)
        yield event
      }
    } catch (failure) {
      if (query.signal?.aborted) return
      const refused =
        failure instanceof Problem && failure.status > 0 && failure.status < 500 && failure.status !== 429
      if (refused) throw failure
    }
    if (query.signal?.aborted) return
    await pause(wait, query.signal).catch(() => undefined)
    wait = Math.min(2 * wait, 15_000)
  }
}

/** Follows one connection to its end. */
async function* connection(
  transport: Transport,
  path: string,
  query: LiveQuery,
  from: string | undefined,
  held: Map<string, number | undefined>,
): AsyncGenerator<[string, LiveEvent | undefined]> {
  const ids = [...held]
    .slice(-maxKnown)
    .map(([id, version]) => (version === undefined ? id : `${id}:${version}`))
  const ended = new AbortController()
  const leave = () => ended.abort()
  query.signal?.addEventListener('abort', leave, { once: true })
  let lost = setTimeout(leave, silence)
  try {
    const stream = await transport.open({
      path,
      query: {
        fields: query.fields?.join(','),
        filter: query.filter,
        q: query.q,
        archived: query.archived,
        ids: ids.join(','),
        from,
      },
      headers: { Accept: 'text/event-stream' },
      signal: ended.signal,
    })
    const reader = stream
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(lost)
      lost = setTimeout(leave, silence)
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) yield eventOf(block)
    }
  } finally {
    clearTimeout(lost)
    query.signal?.removeEventListener('abort', leave)
    ended.abort()
  }
}

/** Reads one block of lines; a sign of life has no event. */
function eventOf(block: string): [string, LiveEvent | undefined] {
  let kind = ''
  let data = ''
  let position = ''
  for (const line of block.split('\n')) {
    const at = line.indexOf(':')
    const value = line.slice(at + 1).replace(/^ /, '')
    if (line.startsWith('event:')) kind = value
    if (line.startsWith('data:')) data += value
    if (line.startsWith('id:')) position = value
  }
  return [position, kind === '' ? undefined : ({ kind, ...JSON.parse(data || '{}') } as LiveEvent)]
}
