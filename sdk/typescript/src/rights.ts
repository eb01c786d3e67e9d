import { Group } from './group.ts'
import { pathOf, queryOf } from './path.ts'
import type { Detail } from './wire.ts'

/** Asks whether a user may do something, and why. */
export interface AccessQuestion {
  /** Id; the caller when not given. */
  user?: string
  entity?: string
  /** Of the record; any when not given. */
  id?: string
  /** read when not given. */
  action?: string
  field?: string
  /** web, api, import, job; web when not given. */
  channel?: string
}

/** The answer to an AccessQuestion. */
export interface Explanation {
  allowed: boolean
  /** hidden, masked, read or write; of the field asked about. */
  cell?: string
  decision: { grants: string[]; restrictions: string[]; obligations: string[]; masks: string[] }
  reasons: AccessReason[]
  text: string
  took_ms: number
}

/** One thing that counted, or could have. */
export interface AccessReason {
  kind: string
  id?: string
  title?: string
  role?: string
  via?: string
  /** null when it depends on a record and none was named. */
  holds: boolean | null
  text: string
  /** holds is null when the caller may not know. */
  conditions?: { text: string; holds: boolean | null }[]
}

/** A grant that gives something, and how the user has it. */
export interface AccessGrant {
  id: string
  title: string
  role?: string
  via?: string
}

/** A page of the users who may do what was asked about. */
export interface AbleUsers {
  total: number
  users: { id: string; name?: string; grants: AccessGrant[] }[]
  /** after of the next page. */
  next?: string
  took_ms: number
}

/** Asks who may do something. */
export interface WhoQuestion {
  entity: string
  id: string
  /** read when not given. */
  action?: string
  channel?: string
  after?: string
  limit?: number
}

/** All that a user may do. */
export interface UserAccess {
  user: string
  name?: string
  roles: { name: string; title: string; via: string }[]
  permissions: string[]
  entities: EntityAccess[]
  took_ms: number
}

/** What a user may do with the records of one entity. */
export interface EntityAccess {
  name: string
  title: string
  actions: { action: string; grants: (AccessGrant & { scope: string })[]; except?: string[] }[]
  fields: { hidden?: string[]; masked: string[]; read: string[]; write: string[] }
  /** Only when asked for. */
  records?: number
}

/** Asks what a user may do. */
export interface WhatQuestion {
  /** Id; the caller when not given. */
  user?: string
  /** All when not given. */
  entity?: string
  channel?: string
  /** Also tell how many records he may read. */
  counts?: boolean
}

/** What is wrong with the rules of access that are in force. */
export interface AccessHealth {
  entities: number
  failing: AccessFailure[]
  revision?: { at: string; cause: string }
}

/** An entity that nobody gets at, and why. */
export interface AccessFailure {
  entity: string
  at: string
  code: string
  title: string
  cause: string
  errors?: Detail[]
}

/** A review that was opened, with the number of grants to be looked at. */
export interface OpenedReview {
  id: string
  reviewer: string
  items: number
}

/** Who may do what, and why; what the caller may do with records is a method of the Client. */
export class Rights extends Group {
  /** Why a user may do something, or not. */
  explain(question: AccessQuestion, signal?: AbortSignal): Promise<Explanation> {
    return this.transport.send<Explanation>({
      path: pathOf('access', 'explain'),
      query: queryOf({ ...question }),
      signal,
    })
  }

  /** The users who may do an action on a record. */
  who(question: WhoQuestion, signal?: AbortSignal): Promise<AbleUsers> {
    return this.transport.send<AbleUsers>({
      path: pathOf('access', 'who'),
      query: queryOf({ ...question }),
      signal,
    })
  }

  /** All that a user may do. */
  what(question: WhatQuestion = {}, signal?: AbortSignal): Promise<UserAccess> {
    return this.transport.send<UserAccess>({
      path: pathOf('access', 'what'),
      query: queryOf({ ...question }),
      signal,
    })
  }

  /** What is wrong with the rules that are in force. */
  health(signal?: AbortSignal): Promise<AccessHealth> {
    return this.transport.send<AccessHealth>({ path: pathOf('access', 'health'), signal })
  }

  /** Opens a review of who has which roles and grants, for each reviewer. */
  async review(reviewers?: string[]): Promise<OpenedReview[]> {
    const call = { method: 'POST', path: pathOf('access', 'reviews'), json: { reviewers } }
    return (await this.transport.send<{ reviews: OpenedReview[] }>(call)).reviews
  }
}
