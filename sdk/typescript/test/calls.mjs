/** Every call of the client, with all that can be given to it. */

const e = 'sample'
const id = '00000000-0000-7000-8000-000000000001'
const other = '00000000-0000-7000-8000-000000000002'
const list = {
  fields: ['name'],
  filter: "name == 'A'",
  sort: ['name'],
  limit: 1,
  after: 'a',
  count: 'exact',
  q: 'A',
  archived: 'only',
  live: '1',
}
const options = { reason: 'Because' }
const saving = { ...options, allowDuplicate: true }
const to = { user: id }
const format = { format: 'csv', header: 'titles', bom: true }
const filter = { name: { eq: 'A' } }
const order = {
  file: id,
  map: { Name: 'name' },
  values: { Name: { a: 'b' } },
  formats: { Day: 'dmy' },
  tables: { lines: { sheet: 'Lines', key: 'No', of: 'Order', map: { A: 'a' } } },
  empty: ['-'],
  mode: 'upsert',
  key: ['name'],
  clear: true,
  sheet: 'A',
  header: 1,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
}
const page = { before: 'a', limit: 10 }
const comment = { text: 'Well', mentions: [id], files: [id] }
const bulk = {
  action: 'share',
  ids: [id],
  filter,
  q: 'A',
  archived: true,
  all: true,
  fields: { name: 'B' },
  to,
  level: 'read',
  until: null,
  reason: 'Why',
}
const exported = {
  ...format,
  fields: ['name'],
  ids: [id],
  filter,
  q: 'A',
  sort: 'name',
  archived: true,
  reason: 'Why',
}
const aggregate = {
  measures: [{ as: 'n', fn: 'count', field: 'name', expr: '1', filter }],
  groups: [{ field: 'name', bucket: 'day', width: 1, as: 'g' }],
  filter,
  q: 'A',
  having: filter,
  sort: '-n',
  limit: 1,
  totals: true,
  archived: true,
}
const merge = { with: other, fields: { name: 'this' }, values: { name: 'C' } }
const handOver = { to: { user: other, team: other, pool: true }, deactivate: true, reason: 'Gone' }
const asked = { entity: e, id, reason: 'Please' }

/** Reads a generator to its end, or the first of one that has none. */
async function first(generator) {
  for await (const _ of generator) break
}

export const calls = {
  signIn: (c) => c.signIn('a', 'b', '1'),
  signInForToken: (c) => c.signInForToken('a', 'b', '1'),
  signOut: (c) => c.signOut(),
  me: (c) => c.me(),
  changePassword: (c) => c.changePassword('a', 'b'),
  setupNeeded: (c) => c.setupNeeded(),
  setup: (c) => c.setup({ token: 'a', email: 'b', password: 'c', name: 'd' }),
  token: (c) => c.token({ name: 'a', scopes: ['b'], days: 1 }),
  describe: (c) => c.describe(undefined, [e]),
  openapi: (c) => c.openapi([e]),
  jsonSchema: (c) => c.jsonSchema(e),
  audit: (c) =>
    c.audit({
      kind: 'a',
      actor: id,
      action: 'a',
      entity: e,
      object: id,
      from: 'a',
      to: 'b',
      limit: 1,
      after: 'a',
    }),
  list: (c) => c.list(e, list),
  all: (c) => first(c.all(e, list)),
  get: (c) => c.get(e, id, ['name']),
  create: (c) => c.create(e, { name: 'A' }, saving),
  upsert: (c) => c.upsert(e, ['name'], { name: 'A' }, saving),
  update: (c) => c.update(e, id, { name: 'A' }, '"1"', saving),
  archive: (c) => c.archive(e, id, '"1"', options),
  restore: (c) => c.restore(e, id, options),
  purge: (c) => c.purge(e, id, options),
  dependants: (c) => c.dependants(e, id),
  do: (c) => c.do(e, id, 'greet', { loud: true }),
  batch: (c) =>
    c.batch(
      [{ action: 'upsert', entity: e, id, version: 1, key: ['name'], fields: { name: 'A' }, to }],
      options,
    ),
  transfer: (c) => c.transfer(e, id, to, 'Why'),
  assign: (c) => c.assign(e, id, to, 'Why'),
  claim: (c) => c.claim(e, id),
  release: (c) => c.release(e, id, 'Why'),
  owners: (c) => c.owners(e, id),
  history: (c) => c.history(e, id),
  access: (c) => c.access(e, [id]),
  validate: (c) => c.validate(e, id, { name: 'A' }),
  validateNew: (c) => c.validate(e, undefined, { name: 'A' }),
  importCsv: (c) => c.importCsv(e, 'Name\nA\n', { Name: 'name' }),
  bulk: (c) => c.bulk(e, bulk),
  previewBulk: (c) => c.previewBulk(e, bulk),
  aggregate: (c) => c.aggregate(e, aggregate),
  search: (c) => c.search('A', { entities: [e], limit: 5 }),
  files: (c) => c.files(e, [id]),
  fileAddress: (c) => c.fileAddress(e, id, 'papers', other),
  'jobs.list': (c) => c.jobs.list({ kind: 'bulk', state: 'done', limit: 1, after: 'a' }),
  'jobs.get': (c) => c.jobs.get(id),
  'jobs.wait': (c) => c.jobs.wait(id),
  'jobs.cancel': (c) => c.jobs.cancel(id),
  'jobs.undo': (c) => c.jobs.undo(id),
  'jobs.remove': (c) => c.jobs.remove(id),
  'jobs.link': (c) => c.jobs.link(id),
  'jobs.fileAddress': (c) => c.jobs.fileAddress(id),
  'jobs.file': (c) => c.jobs.file(id),
  'export.preview': (c) => c.export.preview(e, exported),
  'export.job': (c) => c.export.job(e, exported),
  'export.address': (c) => c.export.address(e, list, format),
  'export.file': (c) => c.export.file(e, list, format),
  'export.approved': (c) => c.export.approved(e, id, list, format),
  'imports.inspect': (c) => c.imports.inspect(e, order),
  'imports.dryRun': (c) => c.imports.dryRun(e, order),
  'imports.start': (c) => c.imports.start(e, order),
  'imports.templateAddress': (c) => c.imports.templateAddress(e, 'csv'),
  'imports.template': (c) => c.imports.template(e),
  'imports.profiles': (c) => c.imports.profiles(e),
  'imports.nameProfile': (c) => c.imports.nameProfile(id, 'Name'),
  'imports.forgetProfile': (c) => c.imports.forgetProfile(id),
  live: (c) =>
    first(
      c.live(e, {
        fields: ['name'],
        filter: 'true',
        q: 'A',
        archived: 'only',
        from: 'a',
        known: [{ id }],
        signal: AbortSignal.timeout(50),
      }),
    ),
  liveOne: (c) => first(c.live(e, { signal: AbortSignal.timeout(50) }, id)),
  upload: (c) => c.upload(new Blob(['abc']), 'a.txt'),
  'uploads.send': (c) => c.uploads.send(new Blob(['abc']), 'a.txt'),
  'uploads.resume': (c) => c.uploads.resume(id, new Blob(['abc'])),
  'uploads.begin': (c) => c.uploads.begin('名.txt', 3),
  'uploads.get': (c) => c.uploads.get(id),
  'uploads.abort': (c) => c.uploads.abort(id),
  'comments.list': (c) => c.comments.list(e, id, page),
  'comments.add': (c) => c.comments.add(e, id, comment),
  'comments.edit': (c) => c.comments.edit(e, id, other, comment),
  'comments.remove': (c) => c.comments.remove(e, id, other),
  'comments.formerTexts': (c) => c.comments.formerTexts(e, id, other),
  'comments.fileAddress': (c) => c.comments.fileAddress(e, id, other, id),
  'timeline.list': (c) => c.timeline.list(e, id, { ...page, kinds: ['change', 'comment'] }),
  'timeline.all': (c) => first(c.timeline.all(e, id)),
  'duplicates.probe': (c) => c.duplicates.probe(e, { name: 'A' }, id),
  'duplicates.list': (c) => c.duplicates.list(e, { rule: 0, limit: 1, after: 'a' }),
  'duplicates.merge': (c) => c.duplicates.merge(e, id, merge),
  'duplicates.previewMerge': (c) => c.duplicates.previewMerge(e, id, merge),
  'duplicates.unmerge': (c) => c.duplicates.unmerge(e, id, other),
  'shares.list': (c) => c.shares.list(e, id),
  'shares.add': (c) =>
    c.shares.add(e, id, { to, level: 'read', until: null, cause: 'app:a', reason: 'Why' }, options),
  'shares.remove': (c) => c.shares.remove(e, id, other),
  'past.history': (c) => c.past.history(e, id, 7),
  'past.allHistory': (c) => first(c.past.allHistory(e, id)),
  'past.undo': (c) => c.past.undo(e, id, 1, 'Why'),
  'past.revert': (c) => c.past.revert(e, id, 1, 'Why'),
  'past.previewRevert': (c) => c.past.previewRevert(e, id, 1),
  'approvals.ask': async (c) => {
    await c.approvals.ask({ ...asked, action: 'create', id: undefined, fields: { name: 'A' } })
    await c.approvals.ask({ ...asked, action: 'update', fields: { name: 'A' } })
    for (const action of ['archive', 'restore', 'purge', 'claim', 'release'])
      await c.approvals.ask({ ...asked, action })
    for (const action of ['transfer', 'assign']) await c.approvals.ask({ ...asked, action, to })
    await c.approvals.ask({ ...asked, action: 'share', to, level: 'read', until: null })
  },
  'approvals.summary': (c) => c.approvals.summary(id),
  'approvals.approve': (c) => c.approvals.approve(id, 'Well'),
  'approvals.reject': (c) => c.approvals.reject(id, 'No'),
  'approvals.withdraw': (c) => c.approvals.withdraw(id),
  'account.sessions': (c) => c.account.sessions(),
  'account.endSession': (c) => c.account.endSession(id),
  'account.newToken': (c) => c.account.newToken({ name: 'a', scopes: ['b'], days: 1 }),
  'account.secondFactor': (c) => c.account.secondFactor(),
  'account.beginSecondFactor': (c) => c.account.beginSecondFactor(),
  'account.confirmSecondFactor': (c) => c.account.confirmSecondFactor('1'),
  'account.verifySecondFactor': (c) => c.account.verifySecondFactor('1'),
  'account.endSecondFactor': (c) => c.account.endSecondFactor('1'),
  'account.change': (c) => c.account.change({ name: 'a', language: 'en', zone: null }),
  'account.preferences': (c) => c.account.preferences(),
  'account.setPreferences': (c) => c.account.setPreferences({ recent: [id], gone: null }),
  'account.notificationKinds': (c) => c.account.notificationKinds(),
  'account.setNotificationKinds': (c) => c.account.setNotificationKinds({ task_assigned: false }),
  'notifications.list': (c) => c.notifications.list(list),
  'notifications.unread': (c) => c.notifications.unread(),
  'notifications.markRead': (c) => c.notifications.markRead(id),
  'rights.explain': (c) =>
    c.rights.explain({ user: id, entity: e, id, action: 'read', field: 'name', channel: 'api' }),
  'rights.who': (c) => c.rights.who({ entity: e, id, action: 'read', channel: 'api', after: id, limit: 1 }),
  'rights.what': (c) => c.rights.what({ user: id, entity: e, channel: 'api', counts: true }),
  'rights.health': (c) => c.rights.health(),
  'rights.review': (c) => c.rights.review([id]),
  'users.disable': (c) => c.users.disable(id),
  'users.enable': (c) => c.users.enable(id),
  'users.setPassword': (c) => c.users.setPassword(id, 'a'),
  'users.endSecondFactor': (c) => c.users.endSecondFactor(id),
  'users.owned': (c) => c.users.owned(id),
  'users.handOver': (c) => c.users.handOver(id, handOver),
  'users.previewHandOver': (c) => c.users.previewHandOver(id, handOver),
  'webhooks.deliveries': (c) => c.webhooks.deliveries(id, { before: other, state: 'failed' }),
  'webhooks.replay': (c) => c.webhooks.replay(id, other),
  'webhooks.ping': (c) => c.webhooks.ping(id),
  'attachments.download': (c) => c.attachments.download(e, id, 'papers', other),
  'attachments.downloadFirst': (c) => c.attachments.download(e, id, 'papers'),
  'attachments.versions': (c) => c.attachments.versions(e, id, 'papers'),
  'attachments.versionAddress': (c) => c.attachments.versionAddress(e, id, 'papers', other),
  'attachments.thumbnailAddress': (c) => c.attachments.thumbnailAddress(e, id, 'papers', other, 64),
  'attachments.link': (c) => c.attachments.link(e, id, 'papers', other),
  'attachments.zip': (c) =>
    c.attachments.zip(e, { ids: [id], filter: "name == 'A'", q: 'A', field: 'papers' }),
}
