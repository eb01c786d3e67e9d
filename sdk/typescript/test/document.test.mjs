/*
 * Compares what every call of the client sends with the API's document of a running server, which
 * MORTISE_OPENAPI names (a file): method, path, parameters, members of the body, and whether a write that
 * is tried again may have an Idempotency-Key. An operation of the document that no call has turns it red.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { Client } from '../dist/index.js'
import { calls } from './calls.mjs'

const file = process.env.MORTISE_OPENAPI
const skip = file ? false : 'MORTISE_OPENAPI names no document'

/** Operations that are no business of this client: operation, other protocols. */
const others = /^(operation|models)\.|^(describe\.docs|uploads\.options)$/

/** Operations of entities that have no extension here. */
const elsewhere = new Set(['do'])

let operations
let document

before(() => {
  if (!file) return
  document = JSON.parse(readFileSync(file, 'utf8'))
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete', 'options'].includes(method))
      .map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
        pattern: patternOf(path),
      })),
  )
})

function patternOf(path) {
  const escaped = path.replace(/[.:]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/:]+')
  return new RegExp(`^${escaped}$`)
}

function resolved(thing) {
  if (!thing?.$ref) return thing
  return resolved(
    thing.$ref
      .slice(2)
      .split('/')
      .reduce((at, part) => at[part], document),
  )
}

/** What a call sends, by a server that answers nothing of use. */
async function sentBy(call) {
  const sent = []
  const fetch = async (address, init) => {
    sent.push({ url: new URL(address), method: init.method ?? 'GET', headers: init.headers, body: init.body })
    const file = sent.some((one) => one.method === 'PATCH') ? { id: '1' } : undefined
    const answer = { data: [], ended_at: 'x', needed: false, url: '/x', offset: 0, size: 3, file }
    return new Response(JSON.stringify(answer), { status: 200, headers: { Location: '/api/v1/uploads/1' } })
  }
  globalThis.XMLHttpRequest = class {
    headers = new Headers()
    upload = {}
    status = 200
    responseText = '{}'
    open(method, address) {
      sent.push({ url: new URL(address), method, headers: this.headers })
    }
    setRequestHeader(name, value) {
      this.headers.set(name, value)
    }
    send() {
      this.onload()
    }
  }
  const client = new Client({ baseUrl: 'http://server', fetch, retries: 1 })
  const answer = await call(client)
  if (typeof answer === 'string' && answer.startsWith('http://server/')) {
    sent.push({ url: new URL(answer), method: 'GET', headers: new Headers() })
  }
  return sent
}

/** The operation that a request is one of; a plain path before one with parameters. */
function operationOf(request) {
  return operations
    .filter(
      (one) => one.method === request.method && one.pattern.test(decodeURIComponent(request.url.pathname)),
    )
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

/** Members of a value that a shape does not have, and those of the shape that must be there and are not. */
function wrongOf(value, shape, at) {
  const known = resolved(shape)
  if (!known || value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap((one, i) => wrongOf(one, known.items, `${at}/${i}`))
  if (!known.properties) return []
  const strange = Object.keys(value).filter((name) => !(name in known.properties))
  const missing = (known.required ?? []).filter((name) => !(name in value))
  const below = Object.entries(value).flatMap(([name, one]) =>
    wrongOf(one, known.properties[name], `${at}/${name}`),
  )
  return [
    ...strange.map((name) => `${at}/${name} is not known`),
    ...missing.map((name) => `${at}/${name} is missing`),
    ...below,
  ]
}

/** What is wrong with a request. */
function wrongWith(request, operation) {
  const wrong = []
  const parameters = (operation.parameters ?? []).map(resolved)
  const named = (place) =>
    new Map(parameters.filter((one) => one.in === place).map((one) => [one.name.toLowerCase(), one]))
  const [query, headers] = [named('query'), named('header')]
  for (const [name, value] of request.url.searchParams) {
    const options = resolved(query.get(name.toLowerCase())?.schema)?.enum
    if (!query.has(name)) wrong.push(`parameter ${name} is not known`)
    else if (options && !options.includes(value)) wrong.push(`parameter ${name} is not to be ${value}`)
  }
  for (const [name, one] of query)
    if (one.required && !request.url.searchParams.has(name)) wrong.push(`parameter ${name} is missing`)
  for (const [name, one] of headers)
    if (one.required && !request.headers.has(name)) wrong.push(`header ${name} is missing`)
  if (request.headers.has('Idempotency-Key') && !headers.has('idempotency-key'))
    wrong.push('it takes no Idempotency-Key')
  const json = resolved(resolved(operation.requestBody)?.content?.['application/json']?.schema)
  if (typeof request.body === 'string' && request.headers.get('Content-Type') === 'application/json') {
    if (json) wrong.push(...wrongOf(JSON.parse(request.body), json, ''))
    else wrong.push('it takes no body of JSON')
  }
  return wrong
}

test('what the calls send is what the document of the server says', { skip }, async (t) => {
  const reached = new Set()
  for (const [name, call] of Object.entries(calls)) {
    await t.test(name, async () => {
      const sent = await sentBy(call)
      assert.ok(sent.length > 0, 'nothing was sent')
      for (const request of sent) {
        const operation = operationOf(request)
        if (!operation && elsewhere.has(name)) continue
        assert.ok(operation, `${request.method} ${request.url.pathname} is not in the document`)
        reached.add(operation.operationId)
        assert.deepEqual(wrongWith(request, operation), [], operation.operationId)
      }
    })
  }
  await t.test('every operation has a call', () => {
    const named = (id) => id.replace(/^[a-z_]+\./, '')
    const reachedOfRecords = new Set([...reached].filter((id) => ofRecords(id)).map(named))
    const missing = operations
      .map((one) => one.operationId)
      .filter(
        (id) => !others.test(id) && !reached.has(id) && !(ofRecords(id) && reachedOfRecords.has(named(id))),
      )
    assert.deepEqual([...new Set(missing)], [])
  })
})

/** Whether an operation is one that each entity has. */
function ofRecords(id) {
  const one = operations.find((operation) => operation.operationId === id)
  return one.path.startsWith('/api/v1/records/') || one.path.startsWith('/api/v1/describe/')
}

test('every method of the client is called', () => {
  const client = new Client()
  const source = Object.values(calls).map(String).join('\n')
  const groups = Object.entries(client).filter(
    ([, group]) => group && typeof group === 'object' && 'transport' in group,
  )
  const own = methodsOf(client).map((name) => `c.${name}(`)
  const all = [
    ...own,
    ...groups.flatMap(([group, object]) => methodsOf(object).map((name) => `c.${group}.${name}(`)),
  ]
  assert.deepEqual(
    all.filter((call) => !source.includes(call)),
    [],
  )
})

/** Names of the methods of an object that are for others; those marked private in the sources are left out. */
function methodsOf(object) {
  const ours = ['hand', 'remember', 'call', 'order', 'append', 'decide', 'records', 'act', 'package']
  const hidden = new Set(['constructor', ...ours])
  const names = new Set()
  for (
    let at = Object.getPrototypeOf(object);
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) if (!hidden.has(name)) names.add(name)
  }
  return [...names]
}
