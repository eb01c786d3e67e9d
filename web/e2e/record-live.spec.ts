// A record that is open follows what others do with it; what was written in it is not lost.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { newCustomer, session, shot } from './session.ts'

function cell(page: Page, field: string) {
  return page.locator(`.r-field[data-field=${field}]`)
}

async function change(page: Page, field: string, text: string): Promise<void> {
  await cell(page, field).getByRole('button').first().click()
  await cell(page, field).getByRole('textbox').fill(text)
}

test('what others change shows where it stands, and says by whom', async ({ page, browser }) => {
  const other = await browser.newContext()
  const manager = await session(await other.newPage(), 'manager')
  const id = await newCustomer(await session(page, 'a', 'en'))
  await page.goto(`/e/customer/${id}`)
  await change(page, 'wechat', 'half-written')
  const qq = String(10_000 + (Date.now() % 1_000_000))
  await manager.send('PATCH', `records/customer/${id}`, { qq })
  await expect(cell(page, 'qq')).toContainText(qq)
  await expect(cell(page, 'qq')).toContainText('周敏 changed this')
  await expect(page.locator('.r-save')).toContainText('周敏 changed: QQ')
  await expect(cell(page, 'wechat').getByRole('textbox')).toHaveValue('half-written')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `record-live-${theme}`))
  await other.close()
})

test('a record that is archived, then given away while it is open says so and keeps what was written', async ({
  page,
  browser,
}) => {
  const other = await browser.newContext()
  const manager = await session(await other.newPage(), 'manager')
  const colleague = await browser.newContext()
  const { user } = await (await session(await colleague.newPage(), 'b')).get<{ user: { id: string } }>('me')
  const id = await newCustomer(await session(page, 'a'))
  await page.goto(`/e/customer/${id}`)
  await change(page, 'wechat', 'wx-unsaved')
  await manager.send('DELETE', `records/customer/${id}`)
  await expect(page.locator('.r-banner')).toContainText('您未保存的内容仍保留在此')
  await expect(cell(page, 'wechat')).toContainText('wx-unsaved')
  await manager.send('POST', `records/customer/${id}:restore`)
  await expect(page.locator('.r-banner')).toHaveCount(0)
  await manager.send('POST', `records/customer/${id}:assign`, { to: { user: user.id } })
  await expect(page.getByRole('heading', { name: '您已无法查看此记录', level: 2 })).toBeVisible()
  await expect(page.locator('.r-gone__list')).toContainText('wx-unsaved')
  await expectNoViolations(page)
  await shot(page, 'record-gone')
  await manager.send('DELETE', `records/customer/${id}`)
  await other.close()
  await colleague.close()
})

test.describe('what is not saved', () => {
  test('comes back after the browser was closed, to its writer only, against the version it was begun on', async ({
    page,
    context,
    browser,
  }) => {
    const other = await browser.newContext()
    const manager = await session(await other.newPage(), 'manager')
    const id = await newCustomer(await session(page, 'a', 'en'))
    await manager.send('PATCH', `records/customer/${id}`, { wechat: 'before' })
    await page.goto(`/e/customer/${id}`)
    await change(page, 'wechat', 'mine-kept')
    await page.close()
    await manager.send('PATCH', `records/customer/${id}`, { wechat: 'theirs-meanwhile' })

    const again = await context.newPage()
    await again.goto(`/e/customer/${id}`)
    const banner = again.locator('.r-banner--draft')
    await expect(banner).toContainText(/unsaved changes from \d\d:\d\d \(1 field\)/)
    await expectNoViolations(again)
    await shot(again, 'draft')
    await banner.getByRole('button', { name: 'Restore' }).click()
    await expect(cell(again, 'wechat')).toContainText('mine-kept')
    await again.getByRole('button', { name: 'Save' }).click()
    await expect(again.getByRole('dialog')).toContainText('theirs-meanwhile')
    await again.getByRole('dialog').getByRole('radio', { name: 'Yours' }).check()
    await again.getByRole('button', { name: 'Save my choice' }).click()
    await expect(again.locator('.r-save')).toContainText('Saved')
    await expect.poll(() => drafts(again)).toBe(0)
    await other.close()
  })

  test('of a new record is offered, thrown away, and forgotten when one signs out', async ({
    page,
    context,
  }) => {
    await session(page, 'a', 'en')
    await page.goto('/e/customer/new')
    await cell(page, 'name').getByRole('textbox').fill('Half a customer')
    await expect.poll(() => drafts(page)).toBe(1)
    await page.close()
    const again = await context.newPage()
    await again.goto('/e/customer/new')
    await again.locator('.r-banner--draft').getByRole('button', { name: 'Restore' }).click()
    await expect(cell(again, 'name').getByRole('textbox')).toHaveValue('Half a customer')
    await again.reload()
    await again.locator('.r-banner--draft').getByRole('button', { name: 'Discard' }).click()
    await expect(again.locator('.r-banner--draft')).toHaveCount(0)
    await expect.poll(() => drafts(again)).toBe(0)
    await cell(again, 'name').getByRole('textbox').fill('Another half')
    await expect.poll(() => drafts(again)).toBe(1)
    await again.locator('.a-user').click()
    await again.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(again).toHaveURL(/sign-in/)
    expect(await drafts(again)).toBe(0)
  })
})

function drafts(page: Page): Promise<number> {
  return page.evaluate(
    () => Object.keys(localStorage).filter((key) => key.startsWith('mortise.draft.')).length,
  )
}

test('who walks on past what the list had loaded is given more', async ({ page }) => {
  await session(page, 'manager', 'en')
  await page.goto('/e/customer')
  await expect(page.locator('.v-grid__body .v-grid__cell--label').first()).toBeVisible()
  const key = 'mortise.list.customer'
  await page.locator('.v-grid__body .v-grid__cell--label').first().click()
  const walk = page.getByRole('group', { name: 'Walk through the list' })
  await expect(walk).toContainText(/1 of \d/)
  const loaded = await page.evaluate((name) => JSON.parse(sessionStorage.getItem(name) ?? '').ids, key)
  await page.goto(`/e/customer/${loaded.at(-1)}`)
  await expect(walk).toContainText(new RegExp(`^${loaded.length} of`))
  await page.locator('body').press('j')
  await expect(walk).toContainText(new RegExp(`^${loaded.length + 1} of`))
})

test('the records of a list are walked by keys and buttons, and one comes back to the list as it was', async ({
  page,
}) => {
  await session(page, 'a', 'en')
  await page.goto('/e/customer?q=1')
  const labels = page.locator('.v-grid__body .v-grid__cell--label')
  await expect(labels.first()).toBeVisible()
  const [first, second] = await labels.allInnerTexts()
  const list = page.url()
  await labels.first().click()
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText(first ?? '')
  const walk = page.getByRole('group', { name: 'Walk through the list' })
  await expect(walk).toContainText(/1 of \d/)
  await page.getByRole('tab', { name: 'Sales' }).click()
  await page.locator('body').press('j')
  await expect(heading).toHaveText(second ?? '')
  await expect(walk).toContainText(/2 of \d/)
  await expect(page.getByRole('tab', { name: 'Sales' })).toHaveAttribute('aria-selected', 'true')
  await shot(page, 'record-walk')
  await walk.getByRole('button', { name: 'Previous record (K)' }).click()
  await expect(heading).toHaveText(first ?? '')
  await expect(walk.getByRole('button', { name: 'Previous record (K)' })).toBeFocused()
  await page.reload()
  await expect(walk).toContainText(/1 of \d/)
  await page.keyboard.press('Escape')
  await expect(labels.first()).toHaveText(first ?? '')
  expect(page.url()).toBe(list)
})

/** An entity with a name, and more fields where they are given; the same again changes it. */
function applied(name: string, more: { [field: string]: unknown } = {}) {
  const title = { en: name, 'zh-CN': name }
  const body = {
    name,
    type: 'object',
    title,
    'x-label': 'name',
    'x-menu': false,
    properties: { name: { 'x-field': 'text', title: { en: 'Name', 'zh-CN': '名称' } }, ...more },
  }
  const grant = {
    name: `${name}_all`,
    role: 'everyone',
    entity: name,
    actions: ['read', 'create', 'update'],
    scope: 'all',
    read: 'all',
    write: 'all',
  }
  return {
    documents: [
      { kind: 'entity', name, body },
      { kind: 'grant', name: `${name}_all`, body: grant },
    ],
  }
}

test('a field that is published while a record is open appears in it, and what was begun stays', async ({
  page,
  browser,
}) => {
  const designer = await browser.newContext()
  const admin = await session(await designer.newPage(), 'admin', 'en')
  const name = `open_${Date.now().toString(36)}`
  await admin.send('POST', 'definitions:apply', applied(name))
  const made = await admin.send('POST', `records/${name}`, { name: 'First' })
  const { id } = (await made.json()) as { id: string }
  await session(page, 'manager', 'en')
  await page.goto(`/e/${name}/${id}`)
  await change(page, 'name', 'Begun')
  const badge = { 'x-field': 'text', maxLength: 12, title: { en: 'Badge', 'zh-CN': '牌' } }
  await admin.send('POST', 'definitions:apply', applied(name, { badge }))
  await expect(page.locator('.m-toast')).toContainText('The design was changed')
  await expect(cell(page, 'name').getByRole('textbox')).toHaveValue('Begun')
  await change(page, 'badge', 'twelve and more')
  await expect(cell(page, 'badge')).toContainText('3 characters too many')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(cell(page, 'badge').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true')
  await expect(cell(page, 'badge').getByRole('textbox')).toHaveValue('twelve and more')
  await shot(page, 'record-characters')
  await cell(page, 'badge').getByRole('textbox').fill('twelve')
  await expect(cell(page, 'badge')).toContainText('6 characters left')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('.r-save')).toContainText('Saved')
  const now = await admin.get(`records/${name}/${id}?fields=name,badge`)
  expect(now).toMatchObject({ name: 'Begun', badge: 'twelve' })
  await designer.close()
})
