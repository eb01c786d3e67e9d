import { Group } from './group.ts'
import { pathOf } from './path.ts'

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
}
