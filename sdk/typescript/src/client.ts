import { Account, type TokenRequest } from './account.ts'
import { Approvals } from './approvals.ts'
import { Attachments } from './attachments.ts'
import type { AuditPage, AuditQuery } from './audit.ts'
import { Comments } from './comments.ts'
import type { Description } from './definition.ts'
import { Design } from './design.ts'
import { Duplicates } from './duplicates.ts'
import { Exports } from './export.ts'
import { Guides } from './guides.ts'
import { Imports } from './imports.ts'
import { Jobs } from './jobs.ts'
import { Notifications } from './notifications.ts'
import { Past } from './past.ts'
import { api, pathOf, queryOf, recordPath } from './path.ts'
import { Records } from './records.ts'
import { Rights } from './rights.ts'
import { Shares } from './shares.ts'
import { Timeline } from './timeline.ts'
import { type ClientOptions, Transport } from './transport.ts'
import { Tryout } from './tryout.ts'
import { type EntityOf, TypedRecords } from './typed.ts'
import { Uploads } from './uploads.ts'
import { type Invited, Users } from './users.ts'
import { Webhooks } from './webhooks.ts'
import type { FileInfo, ImportResult, Me, RecordFile } from './wire.ts'

/** A client of one workspace. Every method throws Problem when refused. */
export class Client extends Records {
  readonly jobs: Jobs
  readonly export: Exports
  readonly imports: Imports
  readonly uploads: Uploads
  readonly comments: Comments
  readonly timeline: Timeline
  readonly duplicates: Duplicates
  readonly shares: Shares
  readonly past: Past
  readonly approvals: Approvals
  readonly account: Account
  readonly notifications: Notifications
  readonly rights: Rights
  readonly users: Users
  readonly webhooks: Webhooks
  readonly attachments: Attachments
  readonly design: Design
  readonly tryout: Tryout
  readonly guides: Guides

  constructor(options: ClientOptions = {}) {
    const transport = new Transport(options)
    super(transport)
    this.jobs = new Jobs(transport)
    this.export = new Exports(transport)
    this.imports = new Imports(transport)
    this.uploads = new Uploads(transport)
    this.comments = new Comments(transport)
    this.timeline = new Timeline(transport)
    this.duplicates = new Duplicates(transport)
    this.shares = new Shares(transport)
    this.past = new Past(transport)
    this.approvals = new Approvals(transport)
    this.account = new Account(transport)
    this.notifications = new Notifications(transport)
    this.rights = new Rights(transport)
    this.users = new Users(transport)
    this.webhooks = new Webhooks(transport)
    this.attachments = new Attachments(transport)
    this.design = new Design(transport)
    this.tryout = new Tryout(transport)
    this.guides = new Guides(transport)
  }

  /** Signs in; the session is kept in a cookie. */
  async signIn(login: string, password: string, code?: string): Promise<Me> {
    const path = `${api}/session`
    return this.remember(
      await this.transport.send<Me>({ method: 'POST', path, json: { login, password, code } }),
    )
  }

  /** Ends the session. */
  async signOut(): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: `${api}/session` })
    this.transport.csrf = ''
  }

  /** The signed-in principal. */
  async me(signal?: AbortSignal): Promise<Me> {
    return this.remember(await this.transport.send<Me>({ path: `${api}/me`, signal }))
  }

  /** Replaces the principal's own password. */
  async changePassword(current: string, next: string): Promise<void> {
    const path = `${api}/me/password`
    await this.transport.send<unknown>({ method: 'POST', path, json: { current, new: next } })
  }

  /** Whether the workspace still has no administrator. */
  async setupNeeded(): Promise<boolean> {
    return (await this.transport.send<{ needed: boolean }>({ path: `${api}/setup` })).needed
  }

  /** Makes the first administrator, with the token of the one-time link. */
  async setup(first: { token: string; email: string; password: string; name: string }): Promise<void> {
    await this.transport.send<unknown>({ method: 'POST', path: `${api}/setup`, json: first })
  }

  /** Whom an invitation is for. */
  invited(token: string): Promise<Invited> {
    return this.transport.send<Invited>({ method: 'POST', path: `${api}/invitation`, json: { token } })
  }

  /** Chooses a password with an invitation, which is used up by that. */
  async acceptInvitation(token: string, password: string): Promise<void> {
    const json = { token, password }
    await this.transport.send<unknown>({ method: 'POST', path: `${api}/invitation:accept`, json })
  }

  /**
   * The definitions, as far as the principal may know them: of the entities that are named, at most
   * 200, or of all. A workspace of more describes those that are not named in brief.
   */
  describe(signal?: AbortSignal, entities: readonly string[] = []): Promise<Description> {
    const query = entities.length > 0 ? { entities: entities.join(',') } : undefined
    return this.transport.send<Description>({ path: `${api}/describe`, query, signal })
  }

  /** The records of an entity with their types, as "mortise generate --lang ts" writes them. */
  records<Read extends { id: string }, Values>(of: EntityOf<Read, Values>): TypedRecords<Read, Values> {
    return new TypedRecords(this, of)
  }

  /** Makes a bearer token for a program, with some scopes or all rights of the principal; it is told once. */
  token(options: TokenRequest = {}): Promise<{ token: string; expires_at: string }> {
    const call = { method: 'POST', path: `${api}/me/tokens`, json: options }
    return this.transport.send<{ token: string; expires_at: string }>(call)
  }

  /** Signs in as a program does and gives a bearer token, for ClientOptions.token. */
  async signInForToken(login: string, password: string, code?: string): Promise<string> {
    const json = { login, password, code, kind: 'token' }
    const call = { method: 'POST', path: `${api}/session`, json }
    return (await this.transport.send<{ token: string }>(call)).token
  }

  /** One page of what was done, the newest first. */
  audit(query: AuditQuery = {}, signal?: AbortSignal): Promise<AuditPage> {
    return this.transport.send<AuditPage>({ path: `${api}/audit`, query: queryOf({ ...query }), signal })
  }

  /** The document of the API (OpenAPI 3.1), of the entities that are named or of all. */
  openapi(entities: readonly string[] = [], signal?: AbortSignal): Promise<{ [member: string]: unknown }> {
    const query = entities.length > 0 ? { entities: entities.join(',') } : undefined
    return this.transport.send<{ [member: string]: unknown }>({ path: `${api}/openapi.json`, query, signal })
  }

  /** The JSON Schema of an entity's records. */
  jsonSchema(entity: string, signal?: AbortSignal): Promise<{ [member: string]: unknown }> {
    const path = `${pathOf('describe', entity)}/json-schema`
    return this.transport.send<{ [member: string]: unknown }>({ path, signal })
  }

  /** Creates records from CSV text. map names the field of each header. */
  importCsv(entity: string, csv: BodyInit, map: { [header: string]: string }): Promise<ImportResult> {
    return this.transport.send<ImportResult>({
      method: 'POST',
      path: `${recordPath(entity)}:import`,
      query: { map: JSON.stringify(map) },
      body: csv,
      headers: { 'Content-Type': 'text/csv' },
    })
  }

  /** Uploads a file, to be named by a record; progress is told as a share from 0 to 1. */
  upload(
    file: Blob,
    name: string,
    progress?: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<FileInfo> {
    const headers = { 'Content-Type': 'application/octet-stream' }
    const call = { method: 'POST', path: `${api}/files`, query: { name }, body: file, headers, signal }
    return this.transport.upload<FileInfo>(call, progress)
  }

  /** Where a browser gets a file that a field of a record names. */
  fileAddress(entity: string, id: string, field: string, file: string): string {
    const parts = [field, file].map(encodeURIComponent).join('/')
    return `${this.transport.origin}${recordPath(entity, id)}/files/${parts}`
  }

  /** What is known of the files that records name: by record, then by field. */
  async files(
    entity: string,
    ids: string[],
    signal?: AbortSignal,
  ): Promise<{ [record: string]: { [field: string]: RecordFile[] } }> {
    const call = { path: `${recordPath(entity)}:files`, query: { ids: ids.join(',') }, signal }
    return (
      await this.transport.send<{ data: { [record: string]: { [field: string]: RecordFile[] } } }>(call)
    ).data
  }

  private remember(me: Me): Me {
    this.transport.csrf = me.csrf ?? ''
    return me
  }
}
