import { type Browser, expect, type Page } from '@playwright/test'
import { options } from '../select.ts'
import { Api, password } from '../session.ts'

/** Somebody of the school at his own screen, in Chinese. */
export interface Person {
  page: Page
  api: Api
  id: string
  name: string
  /** Closes the screen. */
  leave: () => Promise<void>
}

/** Signs somebody in by the first part of his address, in a window of his own. */
export async function arrive(browser: Browser, who: string, secret = password): Promise<Person> {
  const context = await browser.newContext({
    baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  const login = who.includes('@') ? who : `${who}@example.com`
  const response = await page.request.post('/api/v1/session', { data: { login, password: secret } })
  expect(response.ok(), `sign-in of ${who}: ${response.status()}`).toBe(true)
  const me = (await response.json()) as { csrf: string; user: { id: string; name: string } }
  const api = new Api(page, me.csrf)
  await api.send('PATCH', 'me', { language: 'zh-CN' })
  return { page, api, id: me.user.id, name: me.user.name, leave: () => context.close() }
}

/** Goes where a link of the menu leads. */
export async function goTo(page: Page, link: string): Promise<void> {
  if (!page.url().startsWith('http')) await page.goto('/')
  await page.locator('.a-side').getByRole('link', { name: link, exact: true }).click()
  await expect(page.locator('.v-tabs [aria-current=page]')).toBeVisible()
}

/** Chooses an option of a list by what it says. */
export async function pick(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.keyboard.type(text)
  await options(page, text).first().click()
}

/** A number that nobody else has, of a mobile phone. */
export const freshPhone = () => `137${`${Date.now()}${Math.floor(Math.random() * 10)}`.slice(-8)}`

let made = 0
/** A name that nobody else has, of two or three characters and a number. */
export const freshName = (name: string) => `${name}${`${Date.now()}${made++}`.slice(-6)}`
