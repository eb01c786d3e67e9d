import { Group } from './group.ts'
import { pathOf } from './path.ts'
import type { Me } from './wire.ts'

/** A session or a token of the caller. */
export interface Session {
  id: string
  kind: string
  name: string
  /** null for all rights. */
  scopes: string[] | null
  created_at: string
  seen_at: string
  expires_at: string
  /** The one that asks. */
  current: boolean
}

/** What a token of a program is to be. */
export interface TokenRequest {
  name?: string
  scopes?: string[]
  days?: number
}

/** A token that was made; it is told this once. */
export interface IssuedToken {
  id: string
  token: string
  scopes: string[] | null
  expires_at: string
}

/** How the second factor stands. */
export interface SecondFactor {
  enabled: boolean
  verified_at?: string
}

/** A second factor that is to be confirmed with a code of it; url is for a QR code. */
export interface NewSecondFactor {
  secret: string
  url: string
}

/** What the caller may change of himself; what is not given stays. */
export interface ProfileChange {
  name?: string
  language?: string
  /** An IANA name, such as Asia/Shanghai; null for the workspace's. */
  zone?: string | null
}

/** One kind of what the caller can be told of. */
export interface NotificationKind {
  kind: string
  /** In the caller's language. */
  title: string
  /** Whether he is told. */
  on: boolean
  /** Cannot be turned off. */
  required?: boolean
}

/** What the caller's clients keep for him, by name: any JSON. */
export interface Preferences {
  [name: string]: unknown
}

/** The caller's own account; who he is, his language and password are methods of the Client. */
export class Account extends Group {
  /** Where the caller is signed in, and his tokens. */
  async sessions(signal?: AbortSignal): Promise<Session[]> {
    return (await this.transport.send<{ data: Session[] }>({ path: pathOf('me', 'sessions'), signal })).data
  }

  /** Ends a session or a token. */
  async endSession(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('me', 'sessions', id) })
  }

  /** Makes a bearer token for a program, with some scopes or all rights of the caller. */
  newToken(request: TokenRequest = {}): Promise<IssuedToken> {
    return this.transport.send<IssuedToken>({ method: 'POST', path: pathOf('me', 'tokens'), json: request })
  }

  /** How the second factor stands. */
  secondFactor(signal?: AbortSignal): Promise<SecondFactor> {
    return this.transport.send<SecondFactor>({ path: pathOf('me', 'second-factor'), signal })
  }

  /** Makes a second factor, which counts once it is confirmed. */
  beginSecondFactor(): Promise<NewSecondFactor> {
    return this.transport.send<NewSecondFactor>({ method: 'POST', path: pathOf('me', 'second-factor') })
  }

  /** Confirms the second factor and gives recovery codes, told this once. */
  async confirmSecondFactor(code: string): Promise<string[]> {
    const call = { method: 'POST', path: `${pathOf('me', 'second-factor')}:confirm`, json: { code } }
    return (await this.transport.send<{ recovery_codes: string[] }>(call)).recovery_codes
  }

  /** Gives a code anew, where something asks for a fresh one. */
  async verifySecondFactor(code: string): Promise<void> {
    await this.transport.send<void>({
      method: 'POST',
      path: `${pathOf('me', 'second-factor')}:verify`,
      json: { code },
    })
  }

  /** Ends the second factor. */
  async endSecondFactor(code: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('me', 'second-factor'), json: { code } })
  }

  /** Changes name, language or time zone. */
  change(profile: ProfileChange): Promise<Me> {
    return this.transport.send<Me>({ method: 'PATCH', path: pathOf('me'), json: profile })
  }

  /** What the caller's clients keep for him. */
  async preferences(signal?: AbortSignal): Promise<Preferences> {
    const call = { path: pathOf('me', 'preferences'), signal }
    return (await this.transport.send<{ data: Preferences }>(call)).data
  }

  /** Sets some preferences and leaves the others; null forgets one. */
  async setPreferences(some: Preferences): Promise<void> {
    await this.transport.send<void>({ method: 'PATCH', path: pathOf('me', 'preferences'), json: some })
  }

  /** What the caller can be told of, and whether he is. */
  async notificationKinds(signal?: AbortSignal): Promise<NotificationKind[]> {
    const call = { path: pathOf('me', 'notifications'), signal }
    return (await this.transport.send<{ data: NotificationKind[] }>(call)).data
  }

  /** Turns kinds of notifications on or off. */
  async setNotificationKinds(on: { [kind: string]: boolean }): Promise<void> {
    await this.transport.send<void>({ method: 'PATCH', path: pathOf('me', 'notifications'), json: on })
  }
}
