// Designers of their own: drafts of tests that run at once never meet.
import { expect, type Locator, type Page } from '@playwright/test'
import { Api, password, session } from './session.ts'

/** A word that no other test uses. */
export const seed = (length = 6) =>
  Array.from({ length }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')

/** Makes somebody with roles by their names, who has replaced the first password, and signs the page in as him. */
export async function signInAsNew(page: Page, roles: string[], language = 'en'): Promise<Api> {
  const admin = await session(page, 'admin', language)
  const email = `${seed(10)}@example.com`
  const made = await admin.send('POST', 'records/user', { name: `Designer ${seed()}`, email })
  const { id } = (await made.json()) as { id: string }
  for (const name of roles) {
    const query = new URLSearchParams({ fields: 'name', filter: `name == '${name}'` })
    const { data } = await admin.get<{ data: { id: string }[] }>(`records/role?${query}`)
    await admin.send('POST', 'records/user_role', { user: id, role: data[0]?.id })
  }
  await admin.send('POST', `users/${id}/password`, { password: 'first-password-1' })
  return firstSignIn(page, email, 'first-password-1', language)
}

/** Signs in by API with a first password, and replaces it. */
export async function firstSignIn(page: Page, email: string, first: string, language = 'en'): Promise<Api> {
  const response = await page.request.post('/api/v1/session', { data: { login: email, password: first } })
  expect(response.ok(), `sign-in of ${email}: ${response.status()}`).toBe(true)
  const { csrf } = (await response.json()) as { csrf: string }
  const api = new Api(page, csrf)
  await api.send('POST', 'me/password', { current: first, new: `${password}-${seed(4)}` })
  const me = await api.get<{ csrf: string }>('me')
  const fresh = new Api(page, me.csrf)
  await fresh.send('PATCH', 'me', { language })
  return fresh
}

/** Opens the designers in the draft of one's own, with an administrator that nobody else is. */
export async function openDesigner(page: Page, path = '/design', language = 'en'): Promise<Api> {
  const api = await signInAsNew(page, ['administrator'], language)
  await page.addInitScript(() => localStorage.setItem('mortise.draft', 'own'))
  await page.goto(path)
  await expect(page.locator('.b-page')).toBeVisible()
  return api
}

/** Waits until all that was drawn is saved. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.locator('.b-saved')).toHaveText(/^(Saved|已保存)$/)
}

/** The hash of a document of the draft, as the server has it. */
export async function hashOf(
  page: Page,
  api: Api,
  kind: string,
  name: string,
  draft = 'own',
): Promise<string> {
  await expectSaved(page)
  const { data } = await api.get<{ data: { name: string; hash: string }[] }>(
    `definitions?kind=${kind}&draft=${draft}`,
  )
  return data.find((one) => one.name === name)?.hash ?? ''
}

/** Drags by mouse as a hand does: slowly enough for the line to show, which it waits for. */
export async function drag(
  page: Page,
  from: Locator,
  to: Locator,
  place: 'above' | 'below' | 'middle' = 'middle',
) {
  await from.scrollIntoViewIfNeeded()
  const start = await from.boundingBox()
  if (!start) throw new Error('nothing to drag')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 2 + 4, start.y + start.height / 2 + 4, { steps: 3 })
  await to.scrollIntoViewIfNeeded()
  const end = await to.boundingBox()
  if (!end) throw new Error('nowhere to drop')
  const y =
    place === 'above' ? end.y + 4 : place === 'below' ? end.y + end.height - 4 : end.y + end.height / 2
  await page.mouse.move(end.x + end.width / 2, y, { steps: 8 })
  await page.mouse.move(end.x + end.width / 2 + 1, y, { steps: 2 })
  if (place !== 'middle') await expect(page.locator('.b-drop-line')).toHaveCount(1)
  await page.mouse.up()
}

/** Drops at the left edge of something. */
export async function dragBefore(page: Page, from: Locator, to: Locator) {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('nothing to drag')
  await page.mouse.move(start.x + 20, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + 25, start.y + start.height / 2 + 5, { steps: 3 })
  await page.mouse.move(end.x + 6, end.y + end.height / 2, { steps: 8 })
  await page.mouse.move(end.x + 5, end.y + end.height / 2, { steps: 2 })
  await expect(page.locator('.b-drop-line[data-edge=left]')).toHaveCount(1)
  await page.mouse.up()
}
