import { chromium } from '@playwright/test'
const base = process.env.U ?? 'http://127.0.0.1:8401'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
async function as(who, steps) {
  const c = await b.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block' })
  const p = await c.newPage()
  const errors = []
  p.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
  p.on('response', (r) => r.status() >= 400 && errors.push(`${r.status()} ${r.url()}`))
  await p.request.post('/api/v1/session', { data: { login: `${who}@example.com`, password: 'mortise-demo' } })
  for (const [name, path, more] of steps) {
    await p.goto(path)
    await p.waitForSelector('main h1, main h2'); await p.waitForTimeout(1500)
    if (more) await more(p)
    await p.waitForTimeout(400)
    await p.screenshot({ path: `/tmp/s8/shots/${who}-${name}.png` })
  }
  console.log(who, errors.slice(0, 8))
  await c.close()
}
const first = async (p) => { await p.locator('[data-cell="0:0"]').first().click(); await p.waitForTimeout(1500) }
const only = process.argv[2]
const all = {
  a: [['home', '/'], ['list', '/e/customer'], ['record', '/e/customer', first], ['sales', '/e/customer', async (p) => { await first(p); await p.getByRole('tab', { name: '销售' }).click() }], ['idle', '/e/customer?view=customer.idle'], ['new', '/e/customer/new']],
  manager: [['list', '/e/customer'], ['source', '/e/customer?view=customer.by_source'], ['month', '/e/customer?view=customer.signed_month'], ['payment', '/e/payment']],
  lecturer: [['home', '/'], ['class', '/e/class'], ['classrec', '/e/class', first]],
  finance: [['home', '/'], ['payment', '/e/payment'], ['customer', '/e/customer'], ['rec', '/e/customer', first]],
  intern: [['list', '/e/customer']],
  lead: [['list', '/e/customer']],
  admin: [['home', '/'], ['class', '/e/class']],
}
for (const [who, steps] of Object.entries(all)) if (!only || who === only) await as(who, steps)
await b.close()
