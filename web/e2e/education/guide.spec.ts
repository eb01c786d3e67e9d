// The pictures of the guide, made from the demo data: each that the guide names, and none besides. GUIDE_IMAGES is the
// folder to write them to (apps/education/guide); without it they are kept with the results.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Api, customer, password } from '../session.ts'

const guide = resolve(import.meta.dirname, '../../../apps/education/guide')
const folder = process.env.GUIDE_IMAGES ?? 'test-results/guide'

interface Picture {
  who: string
  at: (api: Api) => string | Promise<string>
  /** What must be seen before the picture is taken. */
  ready: string
  open?: (page: Page) => Promise<void>
}

const mine = async (api: Api) => {
  const one = await customer(api, "consultant == me and status == 'interested' and phone != nil")
  return `/e/customer/${one.id}`
}
const window = (page: Page) => expect(page.locator('dialog[open]')).toBeVisible()

const pictures: { [name: string]: Picture } = {
  start: { who: 'a', at: () => '/', ready: '.h-card' },
  'customer-new': { who: 'a', at: () => '/e/customer/new', ready: '[data-field=phone]' },
  customer: { who: 'a', at: mine, ready: '.r-rail' },
  'follow-up': {
    who: 'a',
    at: mine,
    ready: '.r-head',
    open: async (page) => {
      await page
        .locator('.r-head')
        .getByRole('button')
        .filter({ hasText: /跟进|follow-up/ })
        .click()
      await window(page)
    },
  },
  pool: { who: 'a', at: () => '/e/customer?view=customer.pool', ready: '.v-grid__body [role=row]' },
  transfer: {
    who: 'a',
    at: mine,
    ready: '.r-head',
    open: async (page) => {
      // Until it is known what one may do here, other buttons stand first.
      await page
        .locator('.m-page-header__actions')
        .getByRole('button', { name: /转交|Transfer/ })
        .click()
      await window(page)
    },
  },
  classes: { who: 'manager', at: () => '/e/class?view=class.calendar', ready: '.vc-grid' },
  payment: { who: 'finance', at: () => '/e/payment/new', ready: '[data-field=amount]' },
  managers: { who: 'manager', at: () => '/e/customer?view=customer.by_source', ready: '[data-card]' },
  users: { who: 'admin', at: () => '/e/user', ready: '.v-grid__body [role=row]' },
  access: { who: 'admin', at: () => '/design/e/customer/access', ready: '.b-matrix' },
}

/** Signs somebody in, in a language. */
async function arrive(browser: Browser, who: string, language: string) {
  const context = await browser.newContext({
    baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1360, height: 820 },
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  const data = { login: `${who}@example.com`, password }
  const { csrf } = (await (await page.request.post('/api/v1/session', { data })).json()) as { csrf: string }
  const api = new Api(page, csrf)
  await api.send('PATCH', 'me', { language })
  return { page, api, leave: () => context.close() }
}

for (const language of ['zh-CN', 'en'])
  test(`the pictures of the guide, in ${language}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const named = readdirSync(join(guide, language))
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => [
        ...readFileSync(join(guide, language, file), 'utf8').matchAll(/\]\(([\w-]+)\.png\)/g),
      ])
      .map((match) => match[1])
    expect(named.sort()).toEqual(Object.keys(pictures).sort())
    mkdirSync(join(folder, language), { recursive: true })
    for (const who of new Set(Object.values(pictures).map((picture) => picture.who))) {
      const { page, api, leave } = await arrive(browser, who, language)
      for (const [name, picture] of Object.entries(pictures).filter(([, one]) => one.who === who)) {
        await page.goto(await picture.at(api))
        await expect(page.locator(picture.ready).first()).toBeVisible()
        await picture.open?.(page)
        await expect(page.locator('[aria-busy=true], .m-skeleton').locator('visible=true')).toHaveCount(0)
        await page.screenshot({ path: join(folder, language, `${name}.png`), animations: 'disabled' })
      }
      await leave()
    }
  })
