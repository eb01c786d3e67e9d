import { Group } from './group.ts'
import { pathOf } from './path.ts'

/** Who gets what a user owns. */
export interface HandOverRequest {
  to?: { user?: string; team?: string; pool?: boolean }
  /** Also disable the user. */
  deactivate?: boolean
  reason?: string
}

/** What was handed over, or would be. */
export interface HandedOver {
  entities: HandedEntity[]
  approvals: number
  teams: number
  deactivated: boolean
  preview: boolean
}

/** What is handed over of one entity. */
export interface HandedEntity {
  entity: string
  records: number
  archived: number
  /** Records that nobody owns then. */
  unowned: number
  /** They stay with the user. */
  kept?: boolean
}

/** The secret of a link by which a user chooses a password; it is told once. */
export interface Invitation {
  token: string
  expires_at: string
}

/** Whom an invitation is for. */
export interface Invited {
  name: string
  email: string
}

/** What an administrator does with users; they are records of entity user. */
export class Users extends Group {
  /** Lets a user in no more, and ends the sessions. */
  async disable(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'POST', path: pathOf('users', id, 'disable') })
  }

  /** Lets a user in again. */
  async enable(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'POST', path: pathOf('users', id, 'enable') })
  }

  /** Gives a user a password, to be replaced at the next signing in. */
  async setPassword(id: string, password: string): Promise<void> {
    await this.transport.send<void>({
      method: 'POST',
      path: pathOf('users', id, 'password'),
      json: { password },
    })
  }

  /** Makes the secret of a link by which a user chooses a password: it works once, for seven days. */
  invite(id: string): Promise<Invitation> {
    return this.transport.send<Invitation>({ method: 'POST', path: `${pathOf('users', id)}:invite` })
  }

  /** Ends the second factor of a user who has lost it. */
  async endSecondFactor(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('users', id, 'second-factor') })
  }

  /** What a user owns. */
  owned(id: string, signal?: AbortSignal): Promise<HandedOver> {
    return this.transport.send<HandedOver>({ path: pathOf('users', id, 'owned'), signal })
  }

  /** Gives all that a user owns to others. */
  handOver(id: string, request: HandOverRequest): Promise<HandedOver> {
    return this.transport.send<HandedOver>({
      method: 'POST',
      path: `${pathOf('users', id)}:hand-over`,
      json: request,
    })
  }

  /** What handOver would do; nothing is written. */
  previewHandOver(id: string, request: HandOverRequest, signal?: AbortSignal): Promise<HandedOver> {
    const json = { ...request, preview: true }
    return this.transport.send<HandedOver>({
      method: 'POST',
      path: `${pathOf('users', id)}:hand-over`,
      json,
      signal,
    })
  }
}
