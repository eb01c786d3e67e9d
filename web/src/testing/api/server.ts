import type { Me, WireRecord } from '@mortise/sdk'
import { Access } from './access.ts'
import { describeEntity } from './describe.ts'
import { notFound, Refusal } from './problem.ts'
import type { Account } from './seed.ts'
import { Workspace } from './workspace.ts'

interface Call {
  method: string
  parts: string[]
  query: URLSearchParams
  body: string
  chinese: boolean
  token: string
  ifMatch: string | null
}

type Answer = { status?: number; body?: unknown; headers?: { [name: string]: string } }

const password = 'mortise-demo'

/** Answers the HTTP API from memory, for tests and for working without a server. */
export class MemoryServer {
  /** What browsers keep for the user. */
  readonly kept: { [name: string]: unknown } = {}
  readonly workspace = new Workspace()
  /** Set to make every call fail, as when the network is gone. */
  offline = false
  setupNeeded = false
  private attempts = 0

  /** A fetch that reaches this server. */
  fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    if (this.offline) throw new TypeError('offline')
    const base = typeof input === 'string' && input.startsWith('/') ? `http://memory${input}` : input
    return this.handle(new Request(base, init))
  }

  async handle(request: Request): Promise<Response> {
    const call = await readCall(request)
    const headers = {
      'X-Mortise-Revision': String(this.workspace.revision),
      'Content-Type': 'application/json',
    }
    try {
      const { status = 200, body, headers: more } = this.route(call)
      const text = body === undefined ? null : JSON.stringify(body)
      return new Response(text, {
        status: body === undefined ? 204 : status,
        headers: { ...headers, ...more },
      })
    } catch (error) {
      if (error instanceof Refusal) return error.response(headers)
      return new Refusal(400, 'bad_request', error instanceof Error ? error.message : 'bad request').response(
        headers,
      )
    }
  }

  private route(call: Call): Answer {
    const [area, first] = call.parts
    if (area === 'session') return call.method === 'POST' ? this.signIn(call) : this.signOut(call)
    if (area === 'setup') return this.setup(call)
    const access = new Access(this.account(call))
    if (area === 'me') return this.me(call, access)
    if (area === 'describe') return this.describe(call, access)
    if (area === 'definitions' && call.method === 'PUT') {
      this.workspace.drafts.set(call.parts[2] ?? '', JSON.parse(call.body))
      return { body: {} }
    }
    if (area === 'draft:publish') return { body: { revision: this.workspace.publish() } }
    if (area === 'records' && first) return this.records(call, access, first)
    throw notFound()
  }

  private timeline(access: Access, name: string, id: string): unknown[] {
    const seen = this.workspace.find(access, name, id)
    if (!access.recordActions(name, seen).includes('history')) return []
    return this.workspace
      .history(access, name, id)
      .map((change) => ({ kind: 'change', at: change.at, by: change.by, change }))
  }

  private account(call: Call): Account {
    const account = this.workspace.sessions.get(call.token)
    if (!account) throw new Refusal(401, 'unauthenticated', call.chinese ? '请登录' : 'Please sign in')
    return account
  }

  private signIn({ body, chinese }: Call): Answer {
    const { login, password: given, code } = JSON.parse(body) as { [member: string]: string | undefined }
    const account = this.workspace.accounts.find((candidate) => candidate.email === login)
    if (!account || given !== password) {
      throw new Refusal(401, 'bad_credentials', chinese ? '邮箱或密码不正确' : 'Wrong email or password')
    }
    if (account.code && code !== account.code) {
      throw new Refusal(401, code ? 'second_factor_wrong' : 'second_factor_needed', '')
    }
    const token = `session-${++this.attempts}`
    this.workspace.sessions.set(token, account)
    const cookie = `mortise_session=${token}; Path=/; HttpOnly; SameSite=Lax`
    return { body: this.meOf(account), headers: { 'Set-Cookie': cookie } }
  }

  private signOut({ token }: Call): Answer {
    this.workspace.sessions.delete(token)
    return { headers: { 'Set-Cookie': 'mortise_session=; Path=/; Max-Age=0' } }
  }

  private setup({ method }: Call): Answer {
    if (method === 'GET') return { body: { needed: this.setupNeeded } }
    this.setupNeeded = false
    return { body: {} }
  }

  private me(call: Call, access: Access): Answer {
    if (call.parts[1] === 'access') return this.accessOf(call, access)
    if (call.parts[1] === 'preferences') return this.preferences(call)
    if (call.method === 'PATCH') access.account.language = JSON.parse(call.body).language
    return { body: this.meOf(access.account) }
  }

  private preferences(call: Call): Answer {
    if (call.method === 'GET') return { body: { data: this.kept } }
    Object.assign(this.kept, JSON.parse(call.body))
    return {}
  }

  private meOf({ id, name, email, role, language }: Account): Me {
    return {
      user: { id, name, email },
      workspace: { name: 'main', title: '云岭教育' },
      roles: [role],
      permissions: role === 'administrator' ? ['design', 'publish'] : [],
      csrf: 'csrf',
      language,
      revision: this.workspace.revision,
    }
  }

  private describe(call: Call, access: Access): Answer {
    const entities = this.workspace
      .allEntities()
      .map((entity) => describeEntity(entity, access, call.chinese))
    return { body: { revision: this.workspace.revision, entities } }
  }

  private accessOf({ query }: Call, access: Access): Answer {
    const entity = this.workspace.entity(query.get('entity') ?? '')
    const data: { [id: string]: unknown } = {}
    for (const id of (query.get('ids') ?? '').split(',')) {
      const record = this.workspace.find(access, entity.name, id)
      const known = entity.fields.filter((field) => access.knows(entity.name, field.name))
      const fields = Object.fromEntries(
        known.map((field) => [field.name, access.cell(entity.name, record, field)]),
      )
      data[id] = { actions: access.recordActions(entity.name, record), fields }
    }
    return { body: { data } }
  }

  private records(call: Call, access: Access, target: string): Answer {
    const { workspace } = this
    const [name = '', verb] = target.split(':')
    if (verb === 'import') return { body: workspace.importRows(access, name, csvRows(call), call.chinese) }
    const [id, action] = (call.parts[2] ?? '').split(':')
    if (!id)
      return call.method === 'POST' ? this.createRecord(call, access, name) : this.list(call, access, name)
    if (call.parts[3] === 'history') return { body: { data: workspace.history(access, name, id) } }
    if (call.parts[3] === 'timeline') return { body: { data: this.timeline(access, name, id), next: null } }
    if (action === 'restore')
      return this.show(call, access, name, workspace.setArchived(access, name, id, false))
    if (call.method === 'DELETE') {
      workspace.setArchived(access, name, id, true)
      return {}
    }
    if (call.method !== 'PATCH') return this.show(call, access, name, workspace.find(access, name, id))
    const current = workspace.find(access, name, id)
    if (call.ifMatch && call.ifMatch !== `"${current.version}"`) throw new Refusal(412, 'stale', 'stale')
    return this.show(
      call,
      access,
      name,
      workspace.update(access, name, id, JSON.parse(call.body), call.chinese),
    )
  }

  private createRecord(call: Call, access: Access, name: string): Answer {
    const record = this.workspace.create(access, name, JSON.parse(call.body), call.chinese)
    return { ...this.show(call, access, name, record), status: 201 }
  }

  private show({ query }: Call, access: Access, name: string, record: WireRecord): Answer {
    const entity = this.workspace.entity(name)
    const body = this.withLabels(this.workspace.readable(access, entity, record), name, query.get('fields'))
    return { body, headers: { ETag: `"${record.version}"` } }
  }

  private list({ query }: Call, access: Access, name: string): Answer {
    const entity = this.workspace.entity(name)
    const found = this.workspace.select(access, name, {
      filter: query.get('filter') ?? undefined,
      q: query.get('q') ?? undefined,
      sort: query.get('sort')?.split(',')[0],
      archived: query.get('archived') === 'only',
    })
    const from = Number(query.get('after') ?? 0)
    const to = from + Number(query.get('limit') ?? 50)
    const data = found
      .slice(from, to)
      .map((record) =>
        this.withLabels(this.workspace.readable(access, entity, record), name, query.get('fields')),
      )
    const count = query.get('count') === 'exact' ? found.length : undefined
    return { body: { data, next: to < found.length ? String(to) : null, count } }
  }

  private withLabels(record: WireRecord, name: string, fields: string | null): WireRecord {
    if (!fields) return record
    const chosen: WireRecord = { id: record.id, _meta: record._meta }
    for (const path of fields.split(',')) {
      const [field = '', part] = path.split('.')
      const target = this.workspace.entity(name).fields.find((candidate) => candidate.name === field)?.entity
      chosen[field] = part && target ? this.workspace.label(target, record[field]) : record[field]
    }
    return chosen
  }
}

async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const cookie = /mortise_session=([^;]*)/.exec(request.headers.get('Cookie') ?? '')
  return {
    method: request.method,
    parts: url.pathname.replace('/api/v1/', '').split('/').map(decodeURIComponent),
    query: url.searchParams,
    body: await request.text(),
    chinese: (request.headers.get('Accept-Language') ?? 'zh').startsWith('zh'),
    token: cookie?.[1] ?? request.headers.get('Authorization')?.replace('Bearer ', '') ?? '',
    ifMatch: request.headers.get('If-Match'),
  }
}

function csvRows({ body, query }: Call): { [field: string]: string }[] {
  const map = JSON.parse(query.get('map') ?? '{}') as { [header: string]: string }
  const [head = '', ...lines] = body
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const headers = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(
      headers.flatMap((header, at) => (map[header] ? [[map[header], cells[at] ?? '']] : [])),
    )
  })
}
