import type { Api } from './session.ts'

type Document = { [member: string]: unknown }

/** The entities that are published, and a record with one that leads to it. */
export interface Trip {
  entity: string
  stop: string
  id: string
}

const seed = () =>
  Array.from({ length: 10 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')

const field = (type: string, zh: string, en: string, more: Document = {}) => ({
  'x-field': type,
  'x-id': seed(),
  title: { 'zh-CN': zh, en },
  ...more,
})

const usual = (stop: string): Document[] => [
  {
    title: { 'zh-CN': '行程', en: 'Journey' },
    columns: 3,
    fields: ['name', 'place', 'state', 'starts', 'ends', 'cost'],
  },
  {
    title: { 'zh-CN': '须知', en: 'Know this' },
    text: { 'zh-CN': '# 出发前\n先**打电话**，再出发。', en: '# Before you go\nPlease **call** first.' },
  },
  { title: { 'zh-CN': '途中停留', en: 'Stops on the way' }, related: `${stop}.trip` },
  { title: { 'zh-CN': '更多', en: 'More' }, collapsed: true, fields: ['code', 'facts'] },
]

/** Publishes an entity with a form for managers, one for what is over and one for all else, and one that leads to it. */
export async function publishTrip(api: Api): Promise<Trip> {
  const [entity, stop] = [`trip_${seed().slice(0, 6)}`, `stop_${seed().slice(0, 6)}`]
  const put = (name: string, title: Document, properties: Document) =>
    api.send('PUT', `definitions/entity/${name}`, {
      $schema: 'mortise:entity',
      name,
      title,
      type: 'object',
      'x-id': seed(),
      'x-label': 'name',
      required: ['name'],
      properties,
    })
  await put(
    entity,
    { 'zh-CN': '出行', en: 'Trip' },
    {
      name: field('text', '名称', 'Name'),
      place: field('text', '地点', 'Place'),
      state: field('choice', '状态', 'State', {
        default: 'open',
        oneOf: [
          { const: 'open', title: { 'zh-CN': '进行中', en: 'Open' } },
          { const: 'over', title: { 'zh-CN': '已结束', en: 'Over' } },
        ],
      }),
      starts: field('date', '开始', 'First day'),
      ends: field('date', '结束', 'Last day'),
      cost: field('number', '费用', 'Cost'),
      code: field('text', '代码', 'Code', { maxLength: 3 }),
      facts: field('json', '数据', 'Facts'),
      lesson: field('text', '心得', 'Lesson'),
    },
  )
  await put(
    stop,
    { 'zh-CN': '停留', en: 'Stop' },
    {
      name: field('text', '名称', 'Name'),
      trip: field('relation', '出行', 'Trip', { 'x-entity': entity }),
    },
  )
  for (const name of [entity, stop])
    await api.send('PUT', `definitions/grant/${name}_everyone`, {
      name: `${name}_everyone`,
      role: 'everyone',
      entity: name,
      actions: ['read', 'create', 'update'],
      scope: 'all',
      read: 'all',
      write: 'all',
    })
  const form = (name: string, order: number, more: Document) =>
    api.send('PUT', `definitions/form/${entity}.${name}`, {
      name: `${entity}.${name}`,
      entity,
      order,
      ...more,
    })
  await form('manager', 1, {
    roles: ['sales_manager'],
    sections: [{ title: { 'zh-CN': '经理视角', en: 'For managers' }, fields: ['name', 'cost'] }],
  })
  await form('over', 2, {
    when: "state == 'over' || place == 'home'",
    stage: 'state',
    sections: [
      { title: { 'zh-CN': '回顾', en: 'Looking back' }, columns: 2, fields: ['lesson'] },
      { title: { 'zh-CN': '其他', en: 'Else' }, fields: ['name', 'place'] },
    ],
  })
  await form('usual', 3, { stage: 'state', sections: usual(stop) })
  await api.send('POST', 'draft:publish', { comment: 'trips' })
  const make = async (of: string, values: Document) =>
    ((await (await api.send('POST', `records/${of}`, values)).json()) as { id: string }).id
  const id = await make(entity, { name: 'Lisbon', state: 'open', starts: '2026-05-03' })
  await make(stop, { name: 'Porto', trip: id })
  return { entity, stop, id }
}
