import type { Detail } from '@mortise/sdk'

/** What a handler throws to answer with problem+json. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly errors: Detail[]

  constructor(status: number, code: string, detail: string, errors: Detail[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = errors
  }

  /** The answer. */
  response(headers: HeadersInit): Response {
    const { status, code, message, errors } = this
    const body = { type: `/problems/${code}`, title: message, status, code, detail: message, errors }
    return new Response(JSON.stringify(body), {
      status,
      headers: { ...headers, 'Content-Type': 'application/problem+json' },
    })
  }
}

/** A record that is missing or not to be seen: the same answer. */
export const notFound = () => new Refusal(404, 'not_found', 'not found')
