import type { Api } from './session.ts'

type Document = { [member: string]: unknown }

/** Ids of ten characters that no other run has. */
function ids(): () => string {
  const seed = Array.from(
    { length: 6 },
    () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)],
  ).join('')
  let count = 0
  return () => seed + String(++count).padStart(4, '0')
}

/** The entity with a field of every newer type, and the one of its rows. */
export interface Published {
  sheet: string
  line: string
}

function properties(id: () => string, line: string): Document {
  const field = (type: string, zh: string, en: string, more: Document = {}) => ({
    'x-field': type,
    'x-id': id(),
    title: { 'zh-CN': zh, en },
    ...more,
  })
  return {
    title: field('text', '标题', 'Title'),
    state: field('choice', '状态', 'State', {
      oneOf: [
        { const: 'open', title: { 'zh-CN': '未结', en: 'Open' }, 'x-color': 'blue' },
        { const: 'done', title: { 'zh-CN': '已结', en: 'Done' }, 'x-color': 'green' },
      ],
    }),
    reason: field('text', '结案原因', 'Reason', {
      'x-visible': "state == 'done'",
      'x-required': "state == 'done'",
    }),
    amount: field('money', '金额', 'Amount', { 'x-read-only': "state == 'done'" }),
    body: field('richtext', '正文', 'Body'),
    notes: field('markdown', '说明', 'Notes'),
    length: field('duration', '时长', 'Length'),
    stars: field('rating', '评分', 'Rating'),
    paint: field('color', '颜色', 'Colour'),
    card: field('idcard', '身份证号', 'ID card'),
    place: field('location', '位置', 'Place'),
    unit: field('department', '部门', 'Department'),
    about: field('reference', '关于', 'About', { 'x-entities': ['customer', 'user'] }),
    data: field('json', '数据', 'Data'),
    token: field('secret', '密钥', 'Token'),
    buyers: field('relations', '相关客户', 'Customers', { 'x-entity': 'customer' }),
    watchers: field('users', '关注者', 'Watchers'),
    contract: field('file', '合同', 'Contract', { 'x-accept': ['text/plain', 'application/pdf'] }),
    papers: field('files', '附件', 'Papers', { maxItems: 5 }),
    portrait: field('image', '照片', 'Portrait'),
    signed: field('signature', '签名', 'Signature'),
    double: field('formula', '两倍金额', 'Double', { 'x-expr': 'amount * 2', 'x-as': 'money' }),
    pieces: field('rollup', '件数', 'Pieces', {
      'x-of': `${line}.sheet`,
      'x-aggregate': 'sum',
      'x-value': 'quantity',
      'x-discloses': true,
    }),
    lines: field('table', '明细', 'Lines', { 'x-entity': line }),
  }
}

function sections(): Document[] {
  const titled = (zh: string, en: string, fields: string[], columns = 2) => ({
    title: { 'zh-CN': zh, en },
    columns,
    fields,
  })
  return [
    titled('基本信息', 'Basics', [
      ...['title', 'state', 'reason', 'amount', 'double', 'pieces'],
      ...['length', 'stars', 'paint', 'card', 'place', 'unit', 'about', 'token'],
    ]),
    titled('人员', 'People', ['buyers', 'watchers']),
    titled('文字', 'Words', ['body', 'notes', 'data']),
    titled('文件', 'Files', ['contract', 'portrait', 'papers', 'signed']),
    titled('明细', 'Lines', ['lines'], 1),
  ]
}

/** Publishes an entity with every newer field type. */
export async function publishSheet(api: Api): Promise<Published> {
  const id = ids()
  const sheet = `sheet_${id().slice(0, 6)}`
  const line = `${sheet}_line`
  const entity = (name: string, zh: string, en: string, rest: Document) =>
    api.send('PUT', `definitions/entity/${name}`, {
      $schema: 'mortise:entity',
      name,
      title: { 'zh-CN': zh, en },
      type: 'object',
      'x-id': id(),
      ...rest,
    })
  await entity(sheet, '工单', 'Sheet', {
    'x-label': 'title',
    required: ['title'],
    properties: properties(id, line),
  })
  await entity(line, '明细行', 'Line', {
    'x-label': 'item',
    'x-parent': 'sheet',
    'x-order': 'place',
    required: ['sheet', 'quantity'],
    properties: {
      sheet: { 'x-field': 'relation', 'x-id': id(), 'x-entity': sheet, 'x-on-delete': 'cascade' },
      item: { 'x-field': 'text', 'x-id': id(), title: { 'zh-CN': '品名', en: 'Item' } },
      quantity: {
        'x-field': 'integer',
        'x-id': id(),
        minimum: 1,
        title: { 'zh-CN': '数量', en: 'Quantity' },
      },
      extra: { 'x-field': 'json', 'x-id': id(), title: { 'zh-CN': '附注', en: 'Extra' } },
      place: { 'x-field': 'integer', 'x-id': id() },
    },
  })
  await api.send('PUT', `definitions/form/${sheet}.default`, {
    $schema: 'mortise:form',
    name: `${sheet}.default`,
    entity: sheet,
    sections: sections(),
  })
  await api.send('PUT', `definitions/view/${sheet}.all`, {
    $schema: 'mortise:view',
    name: `${sheet}.all`,
    entity: sheet,
    title: { 'zh-CN': '全部工单', en: 'All sheets' },
    columns: [
      'title',
      'state',
      'length',
      'stars',
      'paint',
      'unit',
      'about',
      'buyers',
      'watchers',
      'papers',
      'body',
      'token',
      'double',
      'pieces',
    ].map((field) => ({ field })),
  })
  for (const name of [sheet, line]) {
    await api.send('PUT', `definitions/grant/${name}_admin`, {
      $schema: 'mortise:grant',
      name: `${name}_admin`,
      role: 'administrator',
      entity: name,
      actions: ['read', 'create', 'update', 'archive', 'restore', 'history'],
      scope: 'all',
      read: 'all',
      write: 'all',
    })
  }
  await api.send('POST', 'draft:publish', { comment: 'every field type' })
  return { sheet, line }
}
