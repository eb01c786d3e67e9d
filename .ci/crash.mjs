// crash.mjs DATA PORT ROUNDS: see crash.sh.
import { spawn } from 'node:child_process'
import { readdirSync, readlinkSync, realpathSync } from 'node:fs'

const [data, port, rounds] = [process.argv[2], process.argv[3], Number(process.argv[4])]
const base = `http://127.0.0.1:${port}`
const account = { email: 'crash@example.com', password: 'correct horse battery' }
const writers = 8
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

let server
let token
const kept = new Map() // id → the name that was acknowledged last

function start() {
  const args = ['serve', '--listen', `127.0.0.1:${port}`, '--data', data]
  const env = { ...process.env, MORTISE_ADMIN_EMAIL: account.email, MORTISE_ADMIN_PASSWORD: account.password }
  delete env.DATABASE_URL
  server = spawn('bin/mortise', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  server.said = ''
  server.stderr.on('data', (text) => (server.said = (server.said + text).slice(-4000)))
  server.gone = new Promise((done) => server.on('exit', done))
}

async function ready() {
  const begun = Date.now()
  for (;;) {
    const ok = await fetch(`${base}/readyz`).then((r) => r.ok, () => false)
    if (ok) return Date.now() - begun
    if (server.exitCode !== null || Date.now() - begun > 30000) fail(`the engine does not start: ${server.said}`)
    await pause(5)
  }
}

// call answers with status and body, or nothing when the engine is gone.
async function call(method, path, body) {
  const headers = { 'content-type': 'application/json', authorization: token ? `Bearer ${token}` : '' }
  if (method === 'PATCH') headers['content-type'] = 'application/merge-patch+json'
  try {
    const r = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
    return { status: r.status, body: await r.json() }
  } catch {
    return undefined
  }
}

// write creates and changes records until the engine is gone.
async function write(round, writer) {
  for (let n = 0; ; n++) {
    const name = `r${round} w${writer} n${n}`
    const made = await call('POST', '/records/entry', { name })
    if (!made) return
    if (made.status !== 201) fail(`create: ${made.status} ${JSON.stringify(made.body)}`)
    kept.set(made.body.id, name)
    if (n % 3) continue
    // Between sending and the answer both names are right.
    kept.set(made.body.id, [name, `${name} changed`])
    const changed = await call('PATCH', `/records/entry/${made.body.id}`, { name: `${name} changed` })
    if (!changed) return
    if (changed.status !== 200) fail(`update: ${changed.status} ${JSON.stringify(changed.body)}`)
    kept.set(made.body.id, `${name} changed`)
  }
}

// stored reads every record, page by page.
async function stored() {
  const all = new Map()
  for (let after = ''; ; ) {
    const page = await call('GET', `/records/entry?fields=name&limit=200&sort=created_at${after && `&after=${encodeURIComponent(after)}`}`)
    if (page?.status !== 200) fail(`list: ${JSON.stringify(page)}`)
    for (const record of page.body.data) {
      if (all.has(record.id)) fail(`${record.id} is listed twice`)
      all.set(record.id, record.name)
    }
    if (!page.body.next) return all
    after = page.body.next
  }
}

function compare(all) {
  for (const [id, wanted] of kept) {
    const names = [wanted].flat()
    if (!names.includes(all.get(id))) fail(`lost: ${id} should be ${names.join(' or ')}, is ${all.get(id)}`)
    kept.set(id, all.get(id))
  }
}

// postgres lists the processes that work in the cluster's folder.
function postgres() {
  const folder = `${realpathSync(`${data}/postgres`)}/data`
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder
    } catch {
      return false
    }
  })
}

async function noOrphan() {
  const begun = Date.now()
  while (postgres().length > 0) {
    if (Date.now() - begun > 5000) fail(`PostgreSQL is still there after 5 s: ${postgres()}`)
    await pause(5)
  }
  return Date.now() - begun
}

function fail(message) {
  console.error(`✗ ${message}`)
  server?.kill('SIGTERM')
  process.exit(1)
}

async function signIn() {
  const r = await call('POST', '/session', { login: account.email, password: account.password, kind: 'token' })
  if (!r?.body.token) fail(`sign in: ${JSON.stringify(r)}`)
  token = r.body.token
}

// design publishes the entity whose records are written.
async function design() {
  const name = { 'x-field': 'text', title: 'Name', maxLength: 120 }
  const documents = {
    'entity/entry': { name: 'entry', title: 'Entry', 'x-label': 'name', type: 'object', required: ['name'], properties: { name } },
    'grant/entry_everyone': {
      name: 'entry_everyone', role: 'everyone', entity: 'entry', actions: ['create', 'read', 'update'], scope: 'all', read: 'all', write: 'all',
    },
  }
  for (const [path, document] of Object.entries(documents)) {
    const put = await call('PUT', `/definitions/${path}`, document)
    if (put?.status !== 201) fail(`define ${path}: ${JSON.stringify(put)}`)
  }
  const published = await call('POST', '/draft:publish', { comment: 'entries' })
  if (published?.status !== 200) fail(`publish: ${JSON.stringify(published)}`)
}

start()
console.log(`first start: ${await ready()} ms`)
await signIn()
await design()
for (let round = 1; round <= rounds; round++) {
  const before = kept.size
  const work = Promise.all(Array.from({ length: writers }, (_, writer) => write(round, writer)))
  await pause(100 + Math.random() * 900)
  server.kill('SIGKILL')
  await Promise.all([server.gone, work])
  // Every second time the new engine meets a PostgreSQL that is still ending.
  const gone = round % 2 ? `PostgreSQL gone after ${await noOrphan()} ms` : 'started at once'
  start()
  const took = await ready()
  compare(await stored())
  console.log(`${String(round).padStart(2)}: killed after ${kept.size - before} acknowledged records; ${gone}; ready after ${took} ms; all there`)
}
server.kill('SIGTERM')
if ((await server.gone) !== 0) fail(`the engine ended with ${server.exitCode}: ${server.said}`)
if (postgres().length > 0) fail('PostgreSQL stayed behind after an orderly end')
console.log(`✓ ${rounds} kills, ${kept.size} acknowledged records, none lost, no orphan`)
