import { Problem } from './problem.ts'
import type { Call } from './transport.ts'

const firstWait = 200
/** Whoever is told to wait longer gets the refusal at once. */
const longestWait = 10_000

/** Paths of records to which no key can be given. */
const withoutKey = /:(export|validate|aggregate|inspect|duplicates|zip|link)$|\/comments(\/|$)|\/shares\//

/** The call as it can be sent again without harm; undefined when it cannot. */
export function keyed(call: Call): Call | undefined {
  const method = call.method ?? 'GET'
  if (method === 'GET' || method === 'HEAD') return call
  if (call.headers?.['Idempotency-Key']) return call
  const records = call.path.startsWith('/api/v1/records/')
  if (
    !(records || call.path === '/api/v1/batch' || /^\/api\/v1\/jobs\/[^/]+:undo$/.test(call.path)) ||
    withoutKey.test(call.path)
  )
    return undefined
  return { ...call, headers: { ...call.headers, 'Idempotency-Key': crypto.randomUUID() } }
}

/** Whether a failure may pass. */
export function passes(failure: unknown): boolean {
  if (!(failure instanceof Problem)) return false
  return [0, 429, 502, 503, 504].includes(failure.status) || failure.code === 'idempotency_in_flight'
}

/** Milliseconds to wait before the next try; undefined when that is too long. */
export function waitFor(failure: unknown, tries: number): number | undefined {
  const told = failure instanceof Problem && failure.retryAfter ? failure.retryAfter * 1000 : 0
  if (told > longestWait) return undefined
  return Math.max(told, Math.min(firstWait * 2 ** tries, longestWait))
}

/** Waits, unless the signal ends it. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      reject(new DOMException('aborted', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, milliseconds)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
}
