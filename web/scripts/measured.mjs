// Makes what the budgets speak of in a workspace that can be thrown away: a list
// of 10,000 records and a form of 200 fields. Made once; later calls find them.
export const rows = 10_000
export const fields = 200
export const list = 'measured_list'
export const form = 'measured_form'

const id = () =>
  Array.from({ length: 10 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')
const kinds = ['text', 'integer', 'date', 'boolean', 'phone', 'email', 'percent', 'datetime']

function definition(name, title, properties) {
  const all = Object.entries({ name: { type: 'text', 'x-search': true }, ...properties })
  return {
    $schema: 'mortise:entity',
    name,
    title,
    type: 'object',
    'x-id': id(),
    'x-label': 'name',
    properties: Object.fromEntries(
      all.map(([field, { type, ...more }]) => [
        field,
        { 'x-field': type, 'x-id': id(), title: field.replace('_', ' '), ...more },
      ]),
    ),
  }
}

const grant = (entity) => ({
  name: `${entity}_everyone`,
  role: 'everyone',
  entity,
  actions: ['read', 'create', 'update', 'import'],
  scope: 'all',
  read: 'all',
  write: 'all',
})

const two = (value) => String(value).padStart(2, '0')

/** A file of as many people as the list is to have. */
export function people(count) {
  const stages = ['new', 'visited', 'signed']
  const lines = Array.from({ length: count }, (_, at) =>
    [
      `Person ${at + 1}`,
      `Number ${at} of a list that is long`,
      at * 7,
      `2026-${two((at % 12) + 1)}-${two((at % 28) + 1)}`,
      at % 2 === 0,
      `+861380000${String(at).padStart(4, '0').slice(0, 4)}`,
      `person${at}@example.com`,
      at % 100,
      stages[at % 3],
      stages[(at + 1) % 3],
    ].join(','),
  )
  return ['name,about,points,born,member,phone,email,share,stage,next', ...lines].join('\n')
}

const stage = {
  type: 'choice',
  oneOf: [
    { const: 'new', title: 'New', 'x-color': 'blue' },
    { const: 'visited', title: 'Visited', 'x-color': 'orange' },
    { const: 'signed', title: 'Signed', 'x-color': 'green' },
  ],
}

async function makeList(send) {
  await send('PUT', `definitions/entity/${list}`, {
    ...definition(list, 'Measured list', {
      about: { type: 'text' },
      points: { type: 'integer' },
      born: { type: 'date' },
      member: { type: 'boolean' },
      phone: { type: 'text' },
      email: { type: 'email' },
      share: { type: 'integer' },
      stage,
      next: stage,
    }),
  })
  await send('PUT', `definitions/grant/${list}_everyone`, grant(list))
}

async function makeForm(send) {
  const properties = {}
  for (let at = 1; at < fields; at++) properties[`field_${at}`] = { type: kinds[at % kinds.length] }
  await send('PUT', `definitions/entity/${form}`, definition(form, 'Measured form', properties))
  await send('PUT', `definitions/grant/${form}_everyone`, grant(form))
}

/** Makes both where they are not; gives a record of the form. */
export async function make({ get, send }) {
  const { entities } = await get('describe')
  const has = (name) => entities.some((entity) => entity.name === name)
  if (!has(list)) await makeList(send)
  if (!has(form)) await makeForm(send)
  if (!has(list) || !has(form)) await send('POST', 'draft:publish', { comment: 'to measure with' })
  const { count } = await get(`records/${list}?limit=1&fields=id&count=exact`)
  if (count < rows) await send('POST', `records/${list}:import?mode=create`, people(rows - count), 'text/csv')
  const { data } = await get(`records/${form}?limit=1&fields=id`)
  if (!data[0]) await send('POST', `records/${form}`, { name: 'A form of many fields' })
}
