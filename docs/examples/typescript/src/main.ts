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
check(refused instanceof Problem && refused.details[0]?.pointer === '/number', 'a second purchase of one number')

// Several at once, all of them or none.
await client.batch([
  { action: 'create', entity: 'purchase', fields: { number: `${batch}-2`, status: 'new' } },
  { action: 'upsert', entity: 'purchase', key: ['number'], fields: { number: `${batch}-1`, paid: true } },
])

// Every page of a list.
const numbers: string[] = []
for await (const one of purchases.all({ filter: `number startsWith "${batch}"`, sort: ['number'], limit: 1 })) {
  console.log(one.number, one.paid === true)
  numbers.push(one.number ?? '')
}
check(numbers.length === 2, `${numbers.length} purchases, want 2`)

const missing = await purchases.get('00000000-0000-7000-8000-000000000000').catch((problem: unknown) => problem)
check(missing instanceof NotFound, 'what is not there')

// What changes, as it happens: the first change ends it.
for await (const event of client.live('purchase', { signal: AbortSignal.timeout(60_000) }, first.id)) {
  if (event.kind === 'ready') await purchases.update(first.id, { status: 'sent' })
  if (event.kind === 'changed' && event.record.status === 'sent') break
}
console.log('done')
