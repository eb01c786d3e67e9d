// Whoever signs in finds no blank page, no dead button, no failed request and no word of the other language, wherever
// his menu leads: every list, every view of it, and a record of each with all of its tabs. It wants a server that no
// other spec has written to, and therefore runs before them (.ci/browser.sh).
import { type Browser, expect, type Page, test } from '@playwright/test'
import { password } from './session.ts'

test.use({ actionTimeout: 20_000 })

/** Those of the demo data, one for each role. */
const people = ['a', 'manager', 'lead', 'intern', 'lecturer', 'finance', 'admin']
/** Where what is found is marked in parts of words, and what is written in the language of another time. */
const apart = 'mark, :has(> mark), .h-row, .a-user, kbd, pre, textarea, .cm-editor'
/** Words that are the same in both. */
const common =
  /^(Mortise|QQ|Ctrl|Alt|Shift|Enter|Space|Esc|Tab|Home|End|PgUp|PgDn|CSV|XLSX|PDF|JSON|API|CRM|Markdown|ID|OK|F2|F8|HTTP|URL|SDK|Webhook|Rego|Expr|English|简体中文|Asia|Shanghai|core|education)$/

interface Window {
  page: Page
  /** What people entered, which is in one language. */
  entered: Set<string>
  wrong: string[]
  close: () => Promise<void>
}

/** A window in which all that goes wrong is noted, with where it went wrong. */
async function open(browser: Browser, who: string, language: string): Promise<Window> {
  const context = await browser.newContext({
    baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    // So high that what waits until it is seen does not wait.
    viewport: { width: 1440, height: 2400 },
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
  const entered = new Set<string>()
  page.on('response', async (response) => {
    if (response.status() >= 400) note(`${response.status()} ${response.url()}`)
    if (!/\/api\/v1\/(records|search|me|notifications)\b/.test(response.url())) return
    if (response.headers()['content-type']?.includes('json'))
      collect(await response.json().catch(() => null), entered)
  })
  return { page, entered, wrong, close: () => context.close() }
}

/** Notes the texts in what was answered of records: all but the consts of choices, which nobody sees. */
function collect(value: unknown, into: Set<string>, key = ''): void {
  if (typeof value === 'string') {
    if (key === 'name' || !/^[a-z_]+$/.test(value)) into.add(value)
  } else if (typeof value === 'object' && value)
    for (const [member, part] of Object.entries(value))
      collect(part, into, Array.isArray(value) ? key : member)
}

/** What a page says that its language does not, without what people entered. */
async function foreign({ page, entered }: Window, language: string): Promise<string[]> {
  const texts = await page.evaluate((elsewhere) => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (text && element?.checkVisibility() && !element.closest(elsewhere)) found.push(text)
    }
    return found
  }, apart)
  const other = language === 'en' ? /\p{Script=Han}+/gu : /[A-Za-z]{3,}/g
  const all = [...entered].join('\n')
  return texts.filter((text) =>
    (text.match(other) ?? []).some((word) => !common.test(word) && !all.includes(word)),
  )
}

/** Looks at the page that is open: it has a heading and something to see, in its language. */
async function look(window: Window, language: string): Promise<void> {
  const { page, wrong } = window
  const main = page.getByRole('main')
  await expect(main.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('.m-skeleton:visible')).toHaveCount(0)
  const path = new URL(page.url()).pathname
  if (((await main.innerText()) ?? '').trim().length < 4) wrong.push(`${path}: blank`)
  for (const text of await foreign(window, language)) wrong.push(`${path}: “${text}” is not ${language}`)
}

/** Where the menu of whoever is signed in leads. */
async function links(page: Page): Promise<string[]> {
  await page.goto('/')
  await expect(page.locator('.a-side').getByRole('link').first()).toBeVisible()
  const closed = page.locator('.a-nav__head [aria-expanded=false]')
  await closed.evaluateAll((heads) => {
    for (const head of heads) (head as HTMLElement).click()
  })
  await expect(closed).toHaveCount(0)
  const all = await page
    .locator('.a-side a[href^="/"]')
    .evaluateAll((found) => found.map((a) => a.getAttribute('href') ?? ''))
  return [...new Set(all)]
}

/** Presses what can be pressed: a page, a window or something on the page must come of it. */
async function press({ page, wrong }: Window, buttons: string): Promise<void> {
  const all = page.locator(buttons)
  for (let nth = 0; nth < (await all.count()); nth++) {
    const button = all.nth(nth)
    if (!(await button.isVisible()) || (await button.isDisabled())) continue
    const name = (await button.innerText()).trim() || (await button.getAttribute('aria-label'))
    const before = page.url()
    await page.evaluate(() => {
      const changes = new MutationObserver(() => document.documentElement.setAttribute('data-heard', ''))
      changes.observe(document.body, { subtree: true, childList: true, attributes: true })
    })
    await button.click()
    const heard = async () => page.url() !== before || (await page.locator('html[data-heard]').count()) > 0
    await expect
      .poll(heard, { timeout: 3000 })
      .toBe(true)
      .catch(() => wrong.push(`${before}: ${name} is dead`))
    await page.goto(before)
    await expect(all.first()).toBeVisible()
  }
}

async function views(window: Window, language: string): Promise<void> {
  const tabs = window.page.locator('.v-tabs .v-tab')
  for (let nth = 0; nth < (await tabs.count()); nth++) {
    await tabs.nth(nth).click()
    await expect(tabs.nth(nth)).toHaveAttribute('aria-current', 'page')
    await look(window, language)
  }
}

async function record(window: Window, entity: string, language: string, pressed: boolean): Promise<void> {
  const { page } = window
  const answer = await page.request.get(`/api/v1/records/${entity}?limit=1`)
  const [first] = ((await answer.json()) as { data: { id: string }[] }).data
  if (!first) return
  await page.goto(`/e/${entity}/${first.id}`)
  await expect(page.locator('.r-head')).toBeVisible()
  await look(window, language)
  if (pressed) await press(window, '.m-page-header__actions button, .r-head button')
  const tabs = page.locator('.r-main').getByRole('tab')
  for (let nth = 1; nth < (await tabs.count()); nth++) {
    await tabs.nth(nth).click()
    await look(window, language)
  }
}

for (const language of ['zh-CN', 'en'])
  for (const who of people)
    test(`${who} finds nothing amiss, in ${language}`, async ({ browser }) => {
      test.setTimeout(300_000)
      const window = await open(browser, who, language)
      const { page } = window
      const seen = new Set<string>()
      for (const link of await links(page)) {
        await page.goto(link)
        await look(window, language)
        const entity = /^\/e\/([a-z_]+)(?:\?|$)/.exec(link)?.[1]
        if (!entity || seen.has(entity)) continue
        seen.add(entity)
        // What a view is called stands on each of them.
        // The buttons are pressed where one works most, in one language: they are the same elsewhere.
        const pressed = language === 'zh-CN' && seen.size === 1
        if (pressed) await press(window, '.m-page-header__actions button, .v-tabs-row button:not(.v-tab)')
        if (language === 'zh-CN') await views(window, language)
        await record(window, entity, language, pressed)
      }
      for (const path of ['/notifications', '/me', '/search?q=a']) {
        await page.goto(path)
        await look(window, language)
      }
      expect([...new Set(window.wrong)]).toEqual([])
      await window.close()
    })
