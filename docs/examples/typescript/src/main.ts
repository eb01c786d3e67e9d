/*
 * What a program does with the TypeScript client: typed records made by "mortise generate", pages,
 * retries, problems by class, and what changes as it happens. MORTISE_URL and MORTISE_TOKEN say where
 * and as whom.
 */
import { Client, NotFound, Problem } from '@mortise/sdk'
import { purchase } from './records.ts'

const client = new Client({ baseUrl: process.env.MORTISE_URL, token: process.env.MORTISE_TOKEN, retries: 3 })
const purchases = client.records(purchase)
const batch = `TS-${crypto.randomUUID().slice(0, 6)}`

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

// Made once, however often a lost answer makes the client ask again.
const first = await purchases.create({ number: `${batch}-1`, status: 'new' })

// The same number again: a problem, with the field in its details.
const refused = await purchases.create({ number: `${batch}-1` }).catch((problem: unknown) => problem)
check(
  refused instanceof Problem && refused.details[0]?.pointer === '/number',
  'a second purchase of one number',
)

// Several at once, all of them or none.
await client.batch([
  { action: 'create', entity: 'purchase', fields: { number: `${batch}-2`, status: 'new' } },
  { action: 'upsert', entity: 'purchase', key: ['number'], fields: { number: `${batch}-1`, paid: true } },
])

// Every page of a list.
const numbers: string[] = []
for await (const one of purchases.all({
  filter: `number startsWith "${batch}"`,
  sort: ['number'],
  limit: 1,
})) {
  console.log(one.number, one.paid === true)
  numbers.push(one.number ?? '')
}
check(numbers.length === 2, `${numbers.length} purchases, want 2`)

const missing = await purchases
  .get('00000000-0000-7000-8000-000000000000')
  .catch((problem: unknown) => problem)
check(missing instanceof NotFound, 'what is not there')

// Many records at once: first what would come of it, then as a job.
const all = { action: 'update', filter: `number startsWith "${batch}"`, fields: { amount: 50 } }
const preview = await client.previewBulk('purchase', all)
check(preview.records === 2 && preview.refused === 0, 'a preview of two records')
const begun = await client.bulk('purchase', all)
const job = await client.jobs.wait(begun.id, ({ done, total }) => console.log(`${done} of ${total}`))
check(job.state === 'done' && job.counts['done'] === 2, `a job: ${JSON.stringify(job)}`)
await client.jobs.wait((await client.jobs.undo(job.id)).id)
check((await purchases.get(first.id)).amount == null, 'what the job did is taken back')

// Numbers, and the records behind one of them.
const paid = await client.aggregate('purchase', {
  groups: [{ field: 'paid' }],
  measures: [{ fn: 'count', as: 'purchases' }],
  filter: `number startsWith "${batch}"`,
})
check(
  paid.data.length === 2 && paid.data.every((row) => row['purchases'] === 1),
  `groups: ${JSON.stringify(paid.data)}`,
)
const behind = await purchases.list({ filter: JSON.stringify(paid.data[0]?._filter), count: 'exact' })
check((behind.count ?? 0) >= 1, 'the records of a group')

// What is found in all entities, and what happened around a record.
const found = await client.search(`${batch}-1`)
check(
  found.data.some((group) => group.records.some((one) => one.id === first.id)),
  'a search',
)
const kinds: string[] = []
for await (const item of client.timeline.all('purchase', first.id, { limit: 2 })) kinds.push(item.kind)
check(kinds.length >= 4 && kinds.every((kind) => kind === 'change'), `a timeline: ${kinds.join(' ')}`)

// What changes, as it happens: the first change ends it.
for await (const event of client.live('purchase', { signal: AbortSignal.timeout(60_000) }, first.id)) {
  if (event.kind === 'ready') await purchases.update(first.id, { status: 'sent' })
  if (event.kind === 'changed' && event.record.status === 'sent') break
}
console.log('done')
