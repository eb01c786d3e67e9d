// Whoever signs in finds no blank page, no dead button, no failed request and no word of the other language, wherever
// his menu leads: every list, every view of it, and a record of each with all of its tabs.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { password } from './session.ts'

/** Those of the demo data, one for each role. */
const people = ['a', 'manager', 'lead', 'intern', 'lecturer', 'finance', 'admin']
/** What people enter and call things, which is in one language. */
const data = [
  '[role=gridcell]',
  '[role=cell]',
  '[data-field] .r-cell',
  '[data-field] :is(input, textarea)',
  '.m-mark',
  '.f-chip',
  '.v-card',
  '.v-board',
  '.c-event',
  '.r-head__text',
  '.r-crumbs',
  '.r-timeline',
  '.r-rail__body',
  '.a-user',
  '.h-row',
  'kbd',
  'option',
].join(', ')
/** Words that are the same in both. */
const common =
  /^(Mortise|QQ|Ctrl|Alt|Shift|Enter|Space|Esc|Tab|Home|End|PgUp|PgDn|CSV|XLSX|PDF|JSON|API|CRM|Markdown|ID|OK|F2|F8|HTTP|URL|SDK|Webhook|Rego|Expr|English|简体中文)$/

interface Window {
  page: Page
  wrong: string[]
  close: () => Promise<void>
}

/** A window in which all that goes wrong is noted, with where it went wrong. */
async function open(browser: Browser, who: string, language: string): Promise<Window> {
  const context = await browser.newContext({
    baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  const login = `${who}@example.com`
  const signed = await page.request.post('/api/v1/session', { data: { login, password } })
  expect(signed.ok(), `sign-in of ${who}`).toBe(true)
  const { csrf } = (await signed.json()) as { csrf: string }
  const headers = { 'X-CSRF-Token': csrf }
  await page.request.fetch('/api/v1/me', { method: 'PATCH', headers, data: { language } })
  const wrong: string[] = []
  const note = (what: string) => wrong.push(`${new URL(page.url()).pathname}: ${what}`)
  page.on('pageerror', (error) => note(error.message))
  page.on('console', (message) => message.type() === 'error' && note(message.text()))
  page.on(
    'response',
    (response) => response.status() >= 400 && note(`${response.status()} ${response.url()}`),
  )
  return { page, wrong, close: () => context.close() }
}

/** What a page says that its language does not, without what people entered. */
async function foreign(page: Page, language: string): Promise<string[]> {
  const texts = await page.evaluate((entered) => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (text && element?.checkVisibility() && !element.closest(entered)) found.push(text)
    }
    return found
  }, data)
  const other = language === 'en' ? /\p{Script=Han}+/gu : /[A-Za-z]{3,}/g
  return texts.filter((text) => (text.match(other) ?? []).some((word) => !common.test(word)))
}

/** Looks at the page that is open: it has a heading and something to see, in its language. */
async function look({ page, wrong }: Window, language: string): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('.m-skeleton')).toHaveCount(0)
  const path = new URL(page.url()).pathname
  if (((await main.innerText()) ?? '').trim().length < 4) wrong.push(`${path}: blank`)
  for (const text of await foreign(page, language)) wrong.push(`${path}: “${text}” is not ${language}`)
}

/** Where the menu of whoever is signed in leads. */
async function links(page: Page): Promise<string[]> {
  await page.goto('/')
  await expect(page.locator('.a-side').getByRole('link').first()).toBeVisible()
  const all = await page
    .locator('.a-side a[href^="/"]')
    .evaluateAll((found) => found.map((a) => a.getAttribute('href') ?? ''))
  return [...new Set(all)]
}

async function views(window: Window, language: string): Promise<void> {
  const tabs = window.page.locator('.v-tabs .v-tab')
  for (let nth = 0; nth < (await tabs.count()); nth++) {
    await tabs.nth(nth).click()
    await expect(tabs.nth(nth)).toHaveAttribute('aria-current', 'page')
    await look(window, language)
  }
}

async function record(window: Window, entity: string, language: string): Promise<void> {
  const { page } = window
  const answer = await page.request.get(`/api/v1/records/${entity}?limit=1`)
  const [first] = ((await answer.json()) as { data: { id: string }[] }).data
  if (!first) return
  await page.goto(`/e/${entity}/${first.id}`)
  await expect(page.locator('.r-head')).toBeVisible()
  await look(window, language)
  const tabs = page.locator('.r-main').getByRole('tab')
  for (let nth = 1; nth < (await tabs.count()); nth++) {
    await tabs.nth(nth).click()
    await look(window, language)
  }
}

for (const language of ['zh-CN', 'en'])
  for (const who of people)
    test(`${who} finds nothing amiss, in ${language}`, async ({ browser }) => {
      test.setTimeout(180_000)
      const window = await open(browser, who, language)
      const { page } = window
      const seen = new Set<string>()
      for (const link of await links(page)) {
        await page.goto(link)
        await look(window, language)
        const entity = /^\/e\/([a-z_]+)/.exec(link)?.[1]
        if (!entity || seen.has(entity)) continue
        seen.add(entity)
        await views(window, language)
        await record(window, entity, language)
      }
      for (const path of ['/notifications', '/me', '/search?q=a']) {
        await page.goto(path)
        await look(window, language)
      }
      expect([...new Set(window.wrong)]).toEqual([])
      await window.close()
    })
