import type { Invitation, WireRecord } from '@mortise/sdk'
import { client } from '@/lib/api/client.ts'
import { relatedId } from '@/lib/definition.ts'

/** Somebody who can sign in, with what he may do by role. */
export interface Person {
  id: string
  name: string
  email: string
  active: boolean
  department?: string
  /** The role assignments that count now. */
  roles: readonly { assignment: string; role: string; name: string; title: string }[]
}

/** So many people are shown at once; a search finds the others. */
const most = 200

/** The people whose name or e-mail a text is in, each with his roles. */
export async function loadPeople(text: string, signal?: AbortSignal): Promise<Person[]> {
  const users = await client.list(
    'user',
    {
      fields: ['name', 'email', 'active', 'department.name'],
      limit: most,
      sort: ['name'],
      q: text || undefined,
    },
    signal,
  )
  const ids = users.data.map(({ id }) => id)
  const assigned = ids.length > 0 ? await loadAssignments(ids, signal) : []
  return users.data.map((user) => personOf(user, assigned))
}

async function loadAssignments(ids: readonly string[], signal?: AbortSignal): Promise<WireRecord[]> {
  const filter = `user in [${ids.map((id) => `'${id}'`).join(', ')}] && (until == nil || until > now())`
  const list: WireRecord[] = []
  for (let after: string | undefined; ; ) {
    const page = await client.list(
      'user_role',
      { fields: ['user', 'role.name', 'role.title'], filter, limit: most, after },
      signal,
    )
    list.push(...page.data)
    if (!page.next) return list
    after = page.next
  }
}

function personOf(user: WireRecord, assigned: readonly WireRecord[]): Person {
  const department = user.department as { name?: unknown } | null
  return {
    id: user.id,
    name: String(user.name ?? ''),
    email: String(user.email ?? ''),
    active: user.active !== false,
    department: typeof department?.name === 'string' ? department.name : undefined,
    roles: assigned
      .filter((one) => relatedId(one.user) === user.id)
      .map((one) => {
        const role = one.role as { id?: string; name?: unknown; title?: unknown } | null
        const name = String(role?.name ?? '')
        return { assignment: one.id, role: role?.id ?? '', name, title: String(role?.title ?? name) }
      }),
  }
}

/** A published role as a record, which assignments lead to. */
export interface RoleRecord {
  id: string
  name: string
  title: string
}

/** The roles that can be given; those of a draft only after it is published. */
export async function loadRoles(signal?: AbortSignal): Promise<RoleRecord[]> {
  const { data } = await client.list(
    'role',
    { fields: ['name', 'title'], limit: most, sort: ['title'] },
    signal,
  )
  return data
    .map(({ id, name, title }) => ({ id, name: String(name), title: String(title || name) }))
    .filter(({ name }) => name !== 'everyone')
}

/** Things of roles with their titles in the language of the page: records have those of the workspace's. */
export function withTitles<Thing extends { name: string; title: string }>(
  things: readonly Thing[],
  titles: ReadonlyMap<string, string>,
): Thing[] {
  return things.map((one) => ({ ...one, title: titles.get(one.name) ?? one.title }))
}

/** Who is added, with what he begins. */
export interface NewPerson {
  name: string
  email: string
  roles: readonly string[]
  /** To be handed over; without one he chooses his own by a link. */
  password?: string
}

/** How far adding somebody has come, so that a second try goes on where the first one ended. */
export interface Added {
  id?: string
  roles: string[]
}

/**
 * Adds somebody, gives him his roles, and then a password that he replaces when he first signs in, or an
 * invitation to choose one.
 */
export async function addPerson(person: NewPerson, done: Added): Promise<Invitation | undefined> {
  const { name, email, roles, password } = person
  done.id ??= (await client.create('user', { name, email })).id
  for (const role of roles.filter((one) => !done.roles.includes(one))) {
    await client.create('user_role', { user: done.id, role })
    done.roles.push(role)
  }
  if (password === undefined) return client.users.invite(done.id)
  await client.users.setPassword(done.id, password)
  return undefined
}

/** Gives somebody a role, or takes an assignment back. */
export async function setRole(person: Person, role: RoleRecord, given: boolean): Promise<void> {
  const found = person.roles.find((one) => one.role === role.id)
  if (given && !found) await client.create('user_role', { user: person.id, role: role.id })
  if (!given && found) await client.archive('user_role', found.assignment)
}

const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A password that can be read out: no letters that look alike. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(16))
  return Array.from(bytes, (byte) => letters[byte % letters.length])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
}
