import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import {
  Client,
  Conflict,
  Invalid,
  NotFound,
  Problem,
  Stale,
  StaleDocument,
  Throttled,
  Unreachable,
  verifyWebhook,
} from '../dist/index.js'

/** A client of a server that gives these answers, one after the other; the last is given again. */
function clientOf(answers, options = {}) {
  const sent = []
  const fetch = async (url, init) => {
    sent.push({
      url,
      method: init.method,
      key: init.headers.get('Idempotency-Key'),
      body: init.body,
      headers: init.headers,
    })
    const answer = answers[Math.min(sent.length, answers.length) - 1]
    if (answer === 'lost') throw new TypeError('fetch failed')
    const [status, body, headers] = answer
    return new Response(JSON.stringify(body), { status, headers })
  }
  return { client: new Client({ baseUrl: 'http://server', fetch, ...options }), sent }
}

test('a write is sent again with its key', async () => {
  const { client, sent } = clientOf(['lost', [503, { code: 'later' }], [201, { id: '1' }]], { retries: 2 })
  assert.equal((await client.create('order', { name: 'A' })).id, '1')
  assert.equal(sent.length, 3)
  assert.ok(sent[0].key)
  assert.deepEqual(new Set(sent.map((one) => one.key)).size, 1)
})

test('nothing is sent again unless it was said, nor what takes no key, nor what is refused for good', async () => {
  const plain = clientOf([[503, { code: 'later' }]])
  await assert.rejects(plain.client.list('order'), Problem)
  assert.equal(plain.sent.length, 1)
  assert.equal(plain.sent[0].key, null)
  const sign = clientOf([[503, { code: 'later' }]], { retries: 2 })
  await assert.rejects(sign.client.signIn('a', 'b'))
  assert.equal(sign.sent.length, 1)
  const wrong = clientOf(
    [[422, { code: 'invalid', errors: [{ pointer: '/name', code: 'required', message: 'x' }] }]],
    { retries: 2 },
  )
  await assert.rejects(
    wrong.client.create('order', {}),
    (e) => e instanceof Invalid && e.details[0].pointer === '/name',
  )
  assert.equal(wrong.sent.length, 1)
  const hour = clientOf([[429, { code: 'too_many' }, { 'Retry-After': '3600' }]], { retries: 2 })
  await assert.rejects(hour.client.list('order'), (e) => e instanceof Throttled && e.retryAfter === 3600)
  assert.equal(hour.sent.length, 1)
})

test('problems are of the class of their status', async () => {
  await assert.rejects(clientOf([[404, { code: 'not_found' }]]).client.get('order', '1'), NotFound)
  await assert.rejects(clientOf(['lost']).client.list('order'), Unreachable)
  const stale = clientOf([[412, { code: 'changed_by_other', conflicts: [{ field: 'name', theirs: 'B' }] }]])
  await assert.rejects(
    stale.client.update('order', '1', {}),
    (e) => e instanceof Stale && e.conflicts[0].theirs === 'B',
  )
})

test('a document is saved from the one that was seen, and a clash says where', async () => {
  const tag = { ETag: '"b"' }
  const { client, sent } = clientOf([
    [201, { name: 'a' }, tag],
    [200, { name: 'a' }, tag],
  ])
  const saved = await client.design.put('role', 'a', {}, { noneMatch: true, draft: 'shared' })
  assert.deepEqual(saved, { body: { name: 'a' }, etag: '"b"', created: true })
  assert.equal((await client.design.put('role', 'a', {}, { match: '"a"' })).created, false)
  assert.match(sent[0].url, /definitions\/role\/a\?draft=shared$/)
  assert.deepEqual(
    sent.map(({ headers }) => [headers.get('If-Match'), headers.get('If-None-Match')]),
    [
      [null, '*'],
      ['"a"', null],
    ],
  )
  const conflicts = [{ pointer: '/title', base: 'A', mine: 'B', theirs: 'C' }]
  const clash = clientOf([[412, { code: 'stale_definition', current_hash: 'c', conflicts }]])
  await assert.rejects(clash.client.design.put('role', 'a', {}, { match: '"a"' }), (e) => {
    assert.ok(e instanceof StaleDocument && e instanceof Stale)
    assert.deepEqual([e.places, e.conflicts, e.etag], [conflicts, [], '"c"'])
    return true
  })
})

test('a list is given page after page', async () => {
  const { client, sent } = clientOf([
    [200, { data: [{ id: '1' }], next: 'n' }],
    [200, { data: [{ id: '2' }], next: null }],
  ])
  const ids = []
  for await (const one of client.all('order')) ids.push(one.id)
  assert.deepEqual(ids, ['1', '2'])
  assert.match(sent[1].url, /after=n/)
})

test('a stream is read, and taken up where it was', async () => {
  const text = (s) => new Response(s, { status: 200 })
  const answers = [
    'event: ready\ndata: {}\nid: p1\n\n:\n\nevent: changed\ndata: {"id":"1","record":{"id":"1"}}\nid: p2\n\n',
    'event: gone\ndata: {"id":"1"}\nid: p3\n\n',
  ]
  const urls = []
  const fetch = async (url) => {
    urls.push(url)
    return text(answers[urls.length - 1])
  }
  const kinds = []
  for await (const event of new Client({ baseUrl: 'http://server', fetch }).live('order')) {
    kinds.push(event.kind)
    if (event.kind === 'gone') break
  }
  assert.deepEqual(kinds, ['ready', 'changed', 'gone'])
  assert.match(urls[1], /from=p2/)
})

test('a message of a webhook is known by its signature', async () => {
  const now = new Date(1_700_000_000_000)
  const sign = (secret, at) =>
    `t=${at},v1=${createHmac('sha256', secret).update(`${at}.{"id":"1"}`).digest('hex')}`
  const check = (signature, body = '{"id":"1"}') => verifyWebhook('s3cret', signature, body, now)
  assert.equal(await check(sign('s3cret', 1_700_000_000)), true)
  assert.equal(await check(sign('other', 1_700_000_000)), false)
  assert.equal(await check(sign('s3cret', 1_699_999_699)), false)
  assert.equal(await check(sign('s3cret', 1_700_000_000), '{"id":"2"}'), false)
  assert.equal(await check(''), false)
})

test('a large file goes on where it was when the network fails', async () => {
  const file = new Blob([new Uint8Array((4 << 20) + 3)])
  let come = 0
  let lost = 0
  const fetch = async (_, init) => {
    const size = file.size
    if (init.method === 'POST')
      return new Response(null, { status: 201, headers: { Location: '/api/v1/uploads/u1' } })
    if (init.method === 'PATCH') {
      assert.equal(Number(init.headers.get('Upload-Offset')), come)
      assert.ok(init.body.size <= 4 << 20)
      if (come > 0 && lost++ === 0) throw new TypeError('fetch failed')
      come += init.body.size
      return new Response(null, { status: 204 })
    }
    return new Response(
      JSON.stringify({ id: 'u1', offset: come, size, ...(come === size ? { file: { id: 'f1' } } : {}) }),
    )
  }
  const shares = []
  const begun = []
  const options = { progress: (share) => shares.push(share), begun: (id) => begun.push(id) }
  const sent = await new Client({ baseUrl: 'http://server', fetch }).uploads.send(file, '名.txt', options)
  assert.equal(sent.id, 'f1')
  assert.deepEqual([lost, begun, shares.at(-1)], [2, ['u1'], 1])
})

test('a job is waited for, until it ends or the signal does', async () => {
  const { client } = clientOf([
    [200, { id: '1', done: 1 }],
    [200, { id: '1', done: 2, ended_at: 'x', state: 'failed' }],
  ])
  const done = []
  assert.equal((await client.jobs.wait('1', (job) => done.push(job.done))).state, 'failed')
  assert.deepEqual(done, [1, 2])
  const endless = clientOf([[200, { id: '1' }]]).client
  await assert.rejects(endless.jobs.wait('1', undefined, AbortSignal.timeout(20)), { name: 'AbortError' })
})

test('a refusal tells the duplicates, and what cannot be done once is not sent again', async () => {
  const twice = clientOf([
    [409, { code: 'duplicate_record', duplicates: [{ fields: ['phone'], refused: false }] }],
  ])
  await assert.rejects(
    twice.client.create('order', {}),
    (e) => e instanceof Conflict && e.duplicates[0].fields[0] === 'phone',
  )
  const said = clientOf(['lost'], { retries: 2 })
  await assert.rejects(said.client.comments.add('order', '1', { text: 'A' }), Unreachable)
  assert.equal(said.sent.length, 1)
  const undone = clientOf(['lost', [202, { id: '2' }]], { retries: 2 })
  assert.equal((await undone.client.jobs.undo('1')).id, '2')
  assert.ok(undone.sent[1].key)
})

test('a file is read as it is, and its refusal is a problem', async () => {
  const { client } = clientOf([
    [200, 'abc'],
    [404, { code: 'not_found' }],
  ])
  assert.equal(await (await client.jobs.file('1')).text(), '"abc"')
  await assert.rejects(client.jobs.file('1'), NotFound)
})
