import { problemOf, problemWith } from './problem.ts'
import { keyed, passes, pause, waitFor } from './retry.ts'

/** How a client reaches its server. */
export interface ClientOptions {
  /** Origin of the server; empty for the page's own. */
  baseUrl?: string
  /** Bearer token, for programs; browsers use the session cookie. */
  token?: string
  /** Language of problem messages and titles. */
  language?: () => string
  /** IANA name of the time zone in which days are reckoned for a user whose account names none. */
  zone?: () => string | undefined
  /** Id of a running preview of a draft, which reading and writing then happen in. */
  preview?: () => string | undefined
  /** Told the revision that each answer was made with. */
  onRevision?: (revision: number) => void
  /** Told when the session is gone. */
  onUnauthorized?: () => void
  fetch?: typeof fetch
  /**
   * How often to try again what failed for the moment (network, 429, 502, 503, 504); 0 when not given.
   * Reading is tried again as it is; a write of records gets an Idempotency-Key, so that it is done once.
   */
  retries?: number
}

/** One request, before it is encoded. */
export interface Call {
  method?: string
  path: string
  query?: { [name: string]: string | undefined }
  json?: unknown
  body?: BodyInit
  headers?: { [name: string]: string }
  signal?: AbortSignal
}

/** An answer, decoded. */
export interface Answer<T> {
  body: T
  headers: Headers
  status: number
}

/** Sends requests; holds what all of them share. */
export class Transport {
  csrf = ''
  private readonly options: ClientOptions

  constructor(options: ClientOptions) {
    this.options = options
  }

  /** Origin of the server; empty for the page's own. */
  get origin(): string {
    return this.options.baseUrl ?? ''
  }

  /** Sends a call and gives the decoded body (undefined when there is none). */
  async send<T>(call: Call): Promise<T> {
    return (await this.sendFull<T>(call)).body
  }

  /** Sends a call and gives status, headers and body. */
  async sendFull<T>(call: Call): Promise<Answer<T>> {
    return this.persist(call, (again) => this.sendOnce<T>(again))
  }

  /** Sends a call again while that may help. */
  private async persist<T>(call: Call, send: (call: Call) => Promise<T>): Promise<T> {
    const retries = this.options.retries ?? 0
    const again = retries > 0 ? keyed(call) : undefined
    for (let tries = 0; ; tries++) {
      try {
        return await send(again ?? call)
      } catch (failure) {
        const wait = waitFor(failure, tries)
        if (!again || tries >= retries || !passes(failure) || wait === undefined) throw failure
        await pause(wait, call.signal)
      }
    }
  }

  private async sendOnce<T>(call: Call): Promise<Answer<T>> {
    const response = await this.fetch(call)
    const revision = Number(response.headers.get('X-Mortise-Revision'))
    if (revision > 0) this.options.onRevision?.(revision)
    return { body: await this.take<T>(response), headers: response.headers, status: response.status }
  }

  /** The answer itself, or throws what it says is wrong. */
  private async checked(response: Response): Promise<Response> {
    if (response.ok) return response
    const problem = await problemOf(response)
    if (problem.status === 401 && problem.code !== 'bad_credentials') this.options.onUnauthorized?.()
    throw problem
  }

  /** Decodes the body of an answer (undefined when there is none), or throws what it says is wrong. */
  private async take<T>(response: Response): Promise<T> {
    await this.checked(response)
    const text = await response.text()
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /** Sends a call with a large body and tells how much of it has gone, as a share from 0 to 1. */
  async upload<T>(call: Call, progress?: (share: number) => void): Promise<T> {
    const response = await new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(call.method ?? 'POST', this.address(call))
      this.headers(call).forEach((value, name) => {
        request.setRequestHeader(name, value)
      })
      request.upload.onprogress = (event) => progress?.(event.total > 0 ? event.loaded / event.total : 0)
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
      request.onerror = () => reject(problemWith(0, { code: 'unreachable' }))
      request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
      call.signal?.addEventListener('abort', () => request.abort())
      request.send(call.body as XMLHttpRequestBodyInit)
    })
    return this.take<T>(response)
  }

  /** Sends a call whose answer is a file, and reads it. */
  async download(call: Call): Promise<Blob> {
    const response = await this.persist(call, async (again) => this.checked(await this.fetch(again)))
    return response.blob()
  }

  /** Opens a stream of text; the caller reads and ends it. */
  async open(call: Call): Promise<ReadableStream<Uint8Array>> {
    const response = await this.fetch(call)
    if (!response.ok || !response.body) throw await problemOf(response)
    return response.body
  }

  private async fetch(call: Call): Promise<Response> {
    const send = this.options.fetch ?? globalThis.fetch.bind(globalThis)
    try {
      return await send(this.address(call), {
        method: call.method ?? 'GET',
        headers: this.headers(call),
        body: call.json === undefined ? call.body : JSON.stringify(call.json),
        signal: call.signal,
        credentials: 'same-origin',
      })
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
      throw problemWith(0, { code: 'unreachable' })
    }
  }

  /** Where a call goes. */
  address(call: Pick<Call, 'path' | 'query'>): string {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== '') query.set(name, value)
    }
    const suffix = query.toString()
    return `${this.origin}${call.path}${suffix === '' ? '' : `?${suffix}`}`
  }

  private headers(call: Call): Headers {
    const headers = new Headers(call.headers)
    if (call.json !== undefined) headers.set('Content-Type', 'application/json')
    if (this.options.language) headers.set('Accept-Language', this.options.language())
    const zone = this.options.zone?.()
    if (zone) headers.set('Time-Zone', zone)
    if (this.options.token) headers.set('Authorization', `Bearer ${this.options.token}`)
    const preview = this.options.preview?.()
    if (preview) headers.set('Mortise-Preview', preview)
    if (this.csrf && call.method && call.method !== 'GET') headers.set('X-CSRF-Token', this.csrf)
    return headers
  }
}
