// The start page, the palette, the search and notifications: C1, C6, P3, P4, M1.
import { expect, test } from '@playwright/test'
import { expectLoaded, expectNoViolations } from './axe.ts'
import { type Api, customer, session, shot } from './session.ts'

const letters = 'abcdefghijkmnpqrstuvwxyz'

function token(): string {
  return Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
}

/** No task that the spec made stays open for others. */
async function drop(api: Api, title: string): Promise<void> {
  const query = new URLSearchParams({ filter: `title == '${title}'`, fields: 'id' })
  const { data } = await api.get<{ data: { id: string }[] }>(`records/todo?${query}`)
  for (const { id } of data) await api.send('PATCH', `records/todo/${id}`, { status: 'dropped' })
}

test.describe('the start page', () => {
  test('lets a salesperson add a task and tick it off, and take that back', async ({ page }) => {
    const api = await session(page, 'a')
    const title = `回访 ${token()}`
    await page.goto('/')
    await expect(page).toHaveTitle(/首页/)
    const card = page.getByRole('region', { name: '我的任务' })
    await card.getByRole('textbox', { name: '添加任务' }).fill(title)
    await page.keyboard.press('Enter')
    const tick = card.getByRole('checkbox', { name: `完成“${title}”` })
    await expect(tick).toBeVisible()
    await shot(page, 'home')
    await expectNoViolations(page)
    await tick.click()
    await expect(tick).toBeHidden()
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(tick).toBeVisible()
    await drop(api, title)
  })

  test('shows follow-ups that are due, and what was opened last', async ({ page }) => {
    const api = await session(page, 'a')
    const one = await customer(api, 'consultant == me')
    const subject = `约面谈 ${token()}`
    const next_at = new Date(Date.now() + 26 * 3_600_000).toISOString()
    await api.send('POST', 'records/follow_up', { subject, customer: one.id, kind: 'phone', next_at })
    await page.goto(`/e/customer/${one.id}`)
    await expect(page.getByRole('heading', { name: one.name, level: 1 })).toBeVisible()
    await expect(page).toHaveTitle(new RegExp(one.name))
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await expect(page.getByRole('region', { name: '到期' }).getByText(subject)).toBeVisible()
    await expect(page.getByRole('region', { name: '最近访问' }).getByText(one.name)).toBeVisible()
  })

  test('is arranged as an administrator wants it, by keyboard, in English', async ({ page }) => {
    const api = await session(page, 'admin', 'en')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto('/')
    await expect(page.getByRole('region', { name: 'Create' })).toBeVisible()
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Arrange', exact: true }).press('Enter')
    const list = page.getByRole('dialog', { name: 'Arrange' })
    await list.getByRole('checkbox', { name: 'Create' }).press('Space')
    await expect(page.getByRole('region', { name: 'Create' })).toBeHidden()
    await expectNoViolations(page)
    await shot(page, 'home-arrange-dark')
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(page.getByRole('region', { name: 'My tasks' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Create' })).toBeHidden()
    await api.send('PATCH', 'me/preferences', { 'home.cards': null })
    await api.send('PATCH', 'me', { language: 'zh-CN' })
  })
})

test.describe('finding', () => {
  test('finds a record by two characters, and an action by a word', async ({ page }) => {
    const api = await session(page, 'manager')
    const one = await customer(api, 'phone != nil')
    await page.goto('/')
    await expect(page.getByRole('region', { name: '我的任务' })).toBeVisible()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: '搜索或跳转' })
    await palette.getByRole('combobox').fill(one.name.slice(0, 2))
    await expect(palette.getByRole('option', { name: one.name }).first()).toBeVisible()
    await expectNoViolations(page)
    await palette.getByRole('combobox').fill('深色')
    await expect(palette.getByRole('option').first()).toContainText('深色')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(palette).toBeHidden()
  })

  test('shows results by entity, and all of one', async ({ page }) => {
    const api = await session(page, 'manager')
    const one = await customer(api, 'phone != nil')
    await page.goto(`/search?q=${encodeURIComponent(one.name)}`)
    const group = page.getByRole('region', { name: '客户' })
    await expect(group.locator('mark').first()).toHaveText(one.name)
    // Its number and phone tell a record from others of the same name.
    const note = group.locator('.g-row__note').first()
    await expect(note).toContainText(/C\d{4}-\d+ · \d{3}/)
    await expectNoViolations(page)
    await shot(page, 'search')
    await page.getByRole('button', { name: '客户', exact: true }).click()
    await expect(page).toHaveURL(/entity=customer/)
    await expect(note).toContainText(/C\d{4}-\d+ · \d{3}/)
    await group.getByRole('link', { name: one.name }).first().click()
    await expect(page.getByRole('heading', { name: one.name, level: 1 })).toBeVisible()
  })
})

test.describe('everywhere', () => {
  test('helps with the keys of the page', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/e/customer')
    await expect(page.getByRole('grid')).toBeVisible()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: '帮助' })
    await expect(help.getByText('新建记录')).toBeVisible()
    await expectNoViolations(page)
    await page.keyboard.press('Escape')
    await expect(help).toBeHidden()
  })

  test('says that the connection is lost, keeps what was typed and goes on by itself', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/')
    const input = page.getByRole('textbox', { name: '添加任务' })
    await input.fill('写到一半')
    // What is still on its way when the connection goes stays so until it is back.
    await expectLoaded(page)
    await page.context().setOffline(true)
    const banner = page.getByRole('status').filter({ hasText: '连接已断开' })
    await expect(banner).toBeVisible()
    await expectNoViolations(page)
    await page.context().setOffline(false)
    await expect(banner).toBeHidden()
    await expect(input).toHaveValue('写到一半')
  })
})

test.describe('without a connection', () => {
  test.use({ serviceWorkers: 'allow' })

  test('an installed page says so, and no answer of the API is kept', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.reload()
    const kept = await page.evaluate(async () => {
      const found: string[] = []
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
      return found
    })
    expect(kept).toContain('/offline.html')
    expect(kept.filter((path) => path.startsWith('/api/') || path === '/')).toEqual([])
    await page.context().setOffline(true)
    await page.goto('/e/customer')
    await expect(page.getByRole('heading', { name: '连接已断开' })).toBeVisible()
    await expectNoViolations(page)
  })
})
