import type { Detail, ProblemBody } from './wire.ts'

/** An answer of the server that says what is wrong. Status 0: it was not reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly details: Detail[]
  readonly retryAfter: number | undefined

  constructor(status: number, body: ProblemBody) {
    super(body.detail || body.title || body.code || `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'unknown')
    this.details = body.errors ?? []
    this.retryAfter = body.retry_after
  }
}

/** Reads the problem out of a failed answer, whatever its body is. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: ProblemBody = {}
  try {
    const parsed: unknown = await response.json()
    if (typeof parsed === 'object' && parsed !== null) body = parsed
  } catch {
    body = { title: response.statusText }
  }
  const header = Number(response.headers.get('Retry-After'))
  if (body.retry_after === undefined && header > 0) body.retry_after = header
  return new Problem(response.status, body)
}
