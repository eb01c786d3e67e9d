import type { Duplicate } from './duplicates.ts'
import type { DesignConflict, Detail, FieldConflict, ProblemBody, UnmetObligation } from './wire.ts'

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

/** The request makes no sense (400). */
export class Malformed extends Problem {}
/** Nobody is signed in (401). */
export class Unauthenticated extends Problem {}
/** The caller may not do this (403). */
export class Forbidden extends Problem {
  /** Of code obligation_unmet: what has to happen first. */
  readonly obligations: UnmetObligation[]

  constructor(status: number, body: ProblemBody) {
    super(status, body)
    this.obligations = body.obligations ?? []
  }
}
/** There is no such thing, or nothing that the caller may know of (404). */
export class NotFound extends Problem {}
/** What is there stands in the way (409). */
export class Conflict extends Problem {
  /** Of code duplicate_record: the records that it would be a duplicate of. */
  readonly duplicates: Duplicate[]
  /** Whether the write is done when it is sent again with allowDuplicate. */
  readonly mayInsist: boolean

  constructor(status: number, body: ProblemBody) {
    super(status, body)
    this.duplicates = body.duplicates ?? []
    this.mayInsist = body.may_insist ?? false
  }
}
/** Somebody else has changed the same fields since (412). */
export class Stale extends Problem {
  readonly conflicts: FieldConflict[]
  /** The version that stands against it. */
  readonly version: number | undefined

  constructor(status: number, body: ProblemBody) {
    super(status, body)
    this.conflicts = (body.conflicts ?? []).filter((one) => 'field' in one)
    this.version = body.current_version
  }
}
/** Somebody else has changed the same places of a document since (412). */
export class StaleDocument extends Stale {
  readonly places: DesignConflict[]
  /** The ETag of the document that stands against it; undefined where there is none. */
  readonly etag: string | undefined

  constructor(status: number, body: ProblemBody) {
    super(status, body)
    this.places = (body.conflicts ?? []).filter((one) => 'pointer' in one)
    this.etag = body.current_hash === undefined ? undefined : `"${body.current_hash}"`
  }
}
/** Values are wrong; details say which, all at once (422). */
export class Invalid extends Problem {}
/** Too many requests (429); retryAfter says how many seconds to wait. */
export class Throttled extends Problem {}
/** The server cannot serve at the moment (503). */
export class Unavailable extends Problem {}
/** The server was not reached. */
export class Unreachable extends Problem {}

const classes: { [status: number]: typeof Problem } = {
  0: Unreachable,
  400: Malformed,
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  412: Stale,
  422: Invalid,
  429: Throttled,
  503: Unavailable,
}

/** A problem of the class that its status has. */
export function problemWith(status: number, body: ProblemBody): Problem {
  const Class = body.code === 'stale_definition' ? StaleDocument : (classes[status] ?? Problem)
  const problem = new Class(status, body)
  problem.name = classNames.get(Class) ?? 'Problem'
  return problem
}

/** Names that stay when the code is made small. */
const classNames = new Map<typeof Problem, string>([
  [Unreachable, 'Unreachable'],
  [Malformed, 'Malformed'],
  [Unauthenticated, 'Unauthenticated'],
  [Forbidden, 'Forbidden'],
  [NotFound, 'NotFound'],
  [Conflict, 'Conflict'],
  [Stale, 'Stale'],
  [StaleDocument, 'StaleDocument'],
  [Invalid, 'Invalid'],
  [Throttled, 'Throttled'],
  [Unavailable, 'Unavailable'],
])

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
  return problemWith(response.status, body)
}
