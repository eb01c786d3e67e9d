import type { Api } from './session.ts'

type Document = { [member: string]: unknown }

/** The entity that is published, and records of it. */
export interface Plan {
  entity: string
  spring: string
  tour: string
  dinner: string
}

const seed = () =>
  Array.from({ length: 10 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')

/** Publishes an entity with a view of every kind that no package has, and makes three records. */
export async function publishPlan(api: Api, month: string): Promise<Plan> {
  const entity = `plan_${seed().slice(0, 6)}`
  const field = (type: string, zh: string, en: string, more: Document = {}) => ({
    'x-field': type,
    'x-id': seed(),
    title: { 'zh-CN': zh, en },
    ...more,
  })
  await api.send('PUT', `definitions/entity/${entity}`, {
    $schema: 'mortise:entity',
    name: entity,
    title: { 'zh-CN': '计划', en: 'Plan' },
    type: 'object',
    'x-id': seed(),
    'x-label': 'name',
    required: ['name'],
    properties: {
      name: field('text', '名称', 'Name', { 'x-search': true }),
      starts: field('date', '开始', 'First day'),
      ends: field('date', '结束', 'Last day'),
      above: field('relation', '属于', 'Part of', { 'x-entity': entity }),
      poster: field('image', '海报', 'Poster'),
    },
  })
  await api.send('PUT', `definitions/grant/${entity}_everyone`, {
    name: `${entity}_everyone`,
    role: 'everyone',
    entity,
    actions: ['read', 'create', 'update'],
    scope: 'all',
    read: 'all',
    write: 'all',
  })
  const view = (kind: string, order: number, more: Document) =>
    api.send('PUT', `definitions/view/${entity}.${kind}`, {
      name: `${entity}.${kind}`,
      entity,
      title: { 'zh-CN': kind, en: kind },
      kind,
      order,
      columns: [{ field: 'name' }, { field: 'starts' }, { field: 'ends' }],
      ...more,
    })
  await view('calendar', 1, { start: 'starts', end: 'ends' })
  await view('tree', 2, { parent: 'above', sort: ['name'] })
  await view('gallery', 3, { cover: 'poster', sort: ['name'] })
  await api.send('POST', 'draft:publish', { comment: 'plans' })
  const make = async (values: Document) =>
    ((await (await api.send('POST', `records/${entity}`, values)).json()) as { id: string }).id
  const spring = await make({ name: 'Spring', starts: `${month}-03`, ends: `${month}-05` })
  const tour = await make({ name: 'Tour', above: spring, starts: `${month}-10`, ends: `${month}-12` })
  const dinner = await make({ name: 'Dinner', starts: `${month}-12` })
  return { entity, spring, tour, dinner }
}
