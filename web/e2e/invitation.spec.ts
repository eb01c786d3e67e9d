// Somebody is added, gets a link, and chooses his password with it.
import { expect, test } from '@playwright/test'
import { expectNoViolations } from './axe.ts'
import { openDesigner, seed } from './designer.ts'
import { session, shot } from './session.ts'

const chosen = `a password of ${seed(12)}`

test('somebody who is added by a link chooses his password, once', async ({ page, browser }) => {
  await openDesigner(page, '/design/people')
  const name = `Ivy ${seed()}`
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('E-mail').fill(`ivy.${seed()}@example.com`)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  const shown = page.getByRole('dialog', { name: `Link for ${name}` })
  const link = await shown.locator('.b-people__link').innerText()
  expect(link).toContain(`${new URL(page.url()).origin}/welcome#main.`)
  await expectNoViolations(page)
  await shot(page, 'invitation-made')
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(shown).toHaveCount(0)

  const asked: string[] = []
  const context = await browser.newContext({
    locale: 'zh-CN',
    serviceWorkers: 'block',
    viewport: { width: 390, height: 800 },
  })
  const his = await context.newPage()
  his.on('request', (request) => asked.push(request.url()))
  await his.goto(link)
  await expect(his.getByRole('heading', { name: `欢迎，${name}` })).toBeVisible()
  const field = his.getByLabel('密码（至少 10 位）')
  await expect(field).toBeFocused()
  await field.fill('password123')
  await his.getByRole('button', { name: '设置密码并登录' }).click()
  await expect(his.locator('.s-field__problem')).not.toBeEmpty()
  await expectNoViolations(his)
  await shot(his, 'invitation-welcome-phone')
  expect(await his.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await field.fill(chosen)
  await his.getByRole('button', { name: '设置密码并登录' }).click()
  await expect(his).toHaveURL(new URL('/', link).href)
  await expect(his.locator('.h-card, .h-page').first()).toBeVisible()
  expect(asked.filter((address) => address.includes(link.split('#')[1] ?? '?'))).toEqual([])

  const second = await context.newPage()
  await second.goto(link)
  await expect(second.getByRole('heading', { name: '此链接无效' })).toBeVisible()
  await expectNoViolations(second)
  await context.close()
})

test('a link for a new password leaves the old one until it is used', async ({ page, browser }) => {
  const api = await session(page, 'admin', 'en')
  const name = `Kim ${seed()}`
  const email = `kim.${seed()}@example.com`
  const user = (await (await api.send('POST', 'records/user', { name, email })).json()) as { id: string }
  await api.send('POST', `users/${user.id}/password`, { password: chosen })
  await page.goto('/design/people')
  await page.getByLabel('Find people').fill(name)
  await page.getByRole('button', { name: `Link for a new password for ${name}` }).click()
  const dialog = page.getByRole('dialog', { name: `Link for ${name}` })
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = await dialog.locator('.b-people__link').innerText()
  const context = await browser.newContext({ locale: 'en', serviceWorkers: 'block' })
  const his = await context.newPage()
  const signIn = (password: string) =>
    context.request.post(new URL('/api/v1/session', link).href, { data: { login: email, password } })
  expect((await signIn(chosen)).status()).toBe(200)
  await context.clearCookies()
  await his.goto(link)
  await his.getByLabel('Password (at least 10 characters)').fill(`${chosen} again`)
  await his.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(his).toHaveURL(new URL('/', link).href)
  expect((await signIn(chosen)).status()).toBe(401)
  await context.close()
})
