// What the measuring scripts share: a browser that is signed in to a running server.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const server = process.env.MORTISE_URL ?? 'http://127.0.0.1:8080'
const login = process.env.E2E_ADMIN ?? 'admin@example.com'
const password = process.env.E2E_PASSWORD ?? 'mortise-demo'

/** The path of Chromium on this machine. */
export function chromiumPath() {
  const script = fileURLToPath(new URL('../../.ci/chromium.sh', import.meta.url))
  return process.env.MORTISE_CHROMIUM ?? execFileSync(script, { encoding: 'utf8' }).trim()
}

/** Signs in by API; gives the session's cookie and ways to call the API. */
export async function signIn() {
  const answer = await fetch(`${server}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`signing in at ${server}: ${answer.status}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const get = async (path) =>
    (await fetch(`${server}/api/v1/${path}`, { headers: { Cookie: cookie } })).json()
  const { csrf } = await answer.json()
  const send = async (method, path, body, type = 'application/json') => {
    const done = await fetch(`${server}/api/v1/${path}`, {
      method,
      headers: { Cookie: cookie, 'X-CSRF-Token': csrf, 'Content-Type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    if (!done.ok) throw new Error(`${method} ${path}: ${done.status} ${await done.text()}`)
    return done.json()
  }
  return { cookie, get, send }
}

/** The entity of the workspace's own that has most records, and one of them. */
export async function subject(get) {
  const { entities } = await get('describe')
  const own = entities.filter(
    ({ menu, actions, package: from }) => menu !== false && actions.includes('read') && from !== 'core',
  )
  let best
  for (const { name } of own) {
    const page = await get(`records/${name}?limit=1&fields=id&count=exact`)
    if (page.data?.[0] && (!best || page.count > best.count))
      best = { entity: name, id: page.data[0].id, count: page.count }
  }
  if (!best) throw new Error('the workspace has no record to measure with')
  return best
}
