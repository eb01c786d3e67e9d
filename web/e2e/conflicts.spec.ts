import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { options } from './select.ts'
import { type Api, customer, newCustomer, session, shot } from './session.ts'

const looks = ['zh-CN', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => ({ language, theme })))

function cell(page: Page, field: string) {
  return page.locator(`.r-field[data-field=${field}]`)
}

/** Fills the form of a new customer and saves. */
async function enter(page: Page, phone: string, name = '重复的客户'): Promise<void> {
  await page.goto('/e/customer/new')
  await cell(page, 'name').getByRole('textbox').fill(name)
  await cell(page, 'phone').getByRole('textbox').fill(phone)
  const source = cell(page, 'source')
  const offered = options(page)
  // A list that is still opening may not hear a click.
  await expect(async () => {
    await source.getByRole('combobox').click()
    await offered.first().click({ timeout: 2_000 })
    await expect(source).toContainText(/已修改|Changed/, { timeout: 1_000 })
  }).toPass()
  await page.locator('.r-save .m-button--primary').click()
}

/** Opens a record and writes its note without saving. */
async function note(page: Page, id: string, text: string): Promise<void> {
  await page.goto(`/e/customer/${id}`)
  await change(page, 'note', text)
}

/** Writes into a field of a record without saving. */
async function change(page: Page, field: string, text: string): Promise<void> {
  await cell(page, field).getByRole('button').first().click()
  await cell(page, field).getByRole('textbox').fill(text)
}

/** An entity whose duplicates are entered by who insists. */
async function publishGuests(api: Api): Promise<string> {
  const guest = `guest${Date.now().toString(36)}`
  const id = () => `x${Math.random().toString(36).slice(2, 11).padEnd(9, '0')}`
  await api.send('PUT', `definitions/entity/${guest}`, {
    $schema: 'mortise:entity',
    name: guest,
    title: { 'zh-CN': '访客', en: 'Guest' },
    type: 'object',
    'x-id': id(),
    'x-label': 'name',
    properties: { name: { 'x-field': 'text', 'x-id': id(), title: { 'zh-CN': '姓名', en: 'Name' } } },
    'x-duplicates': [{ match: ['name'], refuse: false }],
  })
  await api.send('PUT', `definitions/grant/${guest}_admin`, {
    $schema: 'mortise:grant',
    name: `${guest}_admin`,
    role: 'administrator',
    entity: guest,
    actions: ['read', 'create', 'update'],
    scope: 'all',
    read: 'all',
    write: 'all',
  })
  await api.send('POST', 'draft:publish', { comment: 'guests' })
  return guest
}

test.describe('a duplicate', () => {
  for (const { language, theme } of looks) {
    test(`of another's record tells its owner only, in ${language}, ${theme}`, async ({ page, browser }) => {
      const other = await browser.newContext()
      const hers = await customer(
        await session(await other.newPage(), 'b'),
        'consultant == me && phone != nil',
      )
      await other.close()
      await page.addInitScript((chosen) => localStorage.setItem('mortise.theme', chosen), theme)
      await session(page, 'a', language)
      await enter(page, hers.phone ?? '')
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('刘洋')
      await expect(dialog).toContainText(language === 'en' ? 'The owner has been told' : '已通知负责人')
      await expect(dialog.getByRole('link')).toHaveCount(0)
      await expect(dialog.locator('.m-dialog__foot').getByRole('button')).toHaveCount(1)
      expect(await dialog.innerText()).not.toContain(hers.name)
      await expectNoViolations(page)
      await shot(page, `duplicate-${language}-${theme}`)
      await dialog.locator('.m-dialog__foot').getByRole('button').click()
      await expect(cell(page, 'phone').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true')
      await expect(cell(page, 'name').getByRole('textbox')).toHaveValue('重复的客户')
    })
  }

  test('of a record that one may read leads to it, on a phone, too', async ({ page, context }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const api = await session(page, 'a')
    const own = await customer(api, 'consultant == me && phone != nil')
    await enter(page, own.phone ?? '')
    await shot(page, 'duplicate-own')
    const opened = context.waitForEvent('page')
    await page
      .getByRole('dialog')
      .getByRole('link', { name: `打开“${own.name}”` })
      .click()
    await expect((await opened).getByRole('heading', { name: own.name, level: 1 })).toBeVisible()
    await expectNoViolations(page)
  })

  test('is entered by who insists, where the rule only warns', async ({ page }) => {
    const guest = await publishGuests(await session(page, 'admin'))
    for (const again of [false, true]) {
      await page.goto(`/e/${guest}/new`)
      await cell(page, 'name').getByRole('textbox').fill('韩梅梅')
      await page.locator('.r-save .m-button--primary').click()
      if (again) {
        await expect(page.getByRole('dialog')).toContainText('姓名相同')
        await shot(page, 'duplicate-insist')
        await page.getByRole('button', { name: '仍然新建' }).click()
      }
      await expect(page.getByRole('heading', { name: '韩梅梅', level: 1 })).toBeVisible()
    }
  })
})

test.describe('two who write one record', () => {
  test('both are heard where they change different fields', async ({ page, browser }) => {
    const other = await browser.newContext()
    const manager = await session(await other.newPage(), 'manager')
    const id = await newCustomer(await session(page, 'a'))
    await note(page, id, '我的备注')
    await manager.send('PATCH', `records/customer/${id}`, { wechat: `w${Date.now()}` })
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.locator('.r-rail')).toContainText('微信')
    await other.close()
  })

  test('lose nothing where the page has seen the change of the other one by itself', async ({
    page,
    browser,
  }) => {
    const other = await browser.newContext()
    const manager = await session(await other.newPage(), 'manager')
    const id = await newCustomer(await session(page, 'a'))
    await note(page, id, '我写的一半')
    await manager.send('PATCH', `records/customer/${id}`, { note: '经理写完的' })
    await expect(cell(page, 'note')).toContainText('周敏刚刚修改')
    await expect(cell(page, 'note').getByRole('textbox')).toHaveValue('我写的一半')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('dialog')).toContainText('经理写完的')
    const now = await manager.get<{ note: string }>(`records/customer/${id}?fields=note`)
    expect(now.note).toBe('经理写完的')
    await other.close()
  })

  test('choose field by field whose value stays', async ({ page, browser }) => {
    const other = await browser.newContext()
    const manager = await session(await other.newPage(), 'manager')
    const id = await newCustomer(await session(page, 'a'))
    const stamp = Date.now() % 1_000_000
    await manager.send('PATCH', `records/customer/${id}`, { note: `原来的 ${stamp}`, qq: `1${stamp}1` })
    await page.goto(`/e/customer/${id}`)
    await change(page, 'qq', `1${stamp}2`)
    await change(page, 'note', `我的说法 ${stamp}`)
    await manager.send('PATCH', `records/customer/${id}`, { note: `经理的说法 ${stamp}`, qq: `1${stamp}3` })
    await page.getByRole('button', { name: '保存' }).click()
    const dialog = page.getByRole('dialog', { name: '其他人修改了相同的字段' })
    const field = (name: string) => dialog.locator(`[data-conflict=${name}]`)
    await expect(field('note')).toContainText(`原来的 ${stamp}`)
    await expect(field('note').getByRole('radio', { name: '您的' })).toBeVisible()
    await expect(field('note').getByRole('radio', { name: /周敏/ })).toBeVisible()
    await expect(dialog.getByRole('button', { name: '保存所选' })).toBeDisabled()
    await dialog.getByRole('button', { name: '全部保留我的' }).click()
    await field('qq').getByRole('radio', { name: /周敏/ }).check()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `conflict-${theme}`))
    // What comes while one is choosing counts anew.
    await manager.send('PATCH', `records/customer/${id}`, { note: `经理又改 ${stamp}` })
    await dialog.getByRole('button', { name: '保存所选' }).click()
    await expect(field('note')).toContainText(`经理又改 ${stamp}`)
    await expect(dialog.getByRole('button', { name: '保存所选' })).toBeDisabled()
    await page.setViewportSize({ width: 390, height: 844 })
    await shot(page, 'conflict-phone')
    await page.setViewportSize({ width: 1280, height: 800 })
    await field('note').getByRole('radio', { name: '您的' }).check()
    await dialog.getByRole('button', { name: '保存所选' }).click()
    await expect(page.locator('.r-save')).toContainText('已保存')
    const now = await manager.get<{ note: string; qq: string }>(`records/customer/${id}?fields=note,qq`)
    expect(now).toMatchObject({ note: `我的说法 ${stamp}`, qq: `1${stamp}3` })
    await other.close()
  })
})

test('a record that is saved again after the answer was lost is made once', async ({ page }) => {
  const api = await session(page, 'a')
  const name = `只建一次${Date.now() % 1_000_000}`
  let lost = false
  await page.route('**/api/v1/records/customer', async (route) => {
    if (route.request().method() !== 'POST' || lost) return route.fallback()
    lost = true
    await route.fetch()
    await route.abort('connectionreset')
  })
  await enter(page, `137${String(Date.now()).slice(-8)}`, name)
  await expect(page.locator('.r-save [role=alert]')).toBeVisible()
  await page.locator('.r-save .m-button--primary').click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  const found = await api.get<{ data: unknown[] }>(
    `records/customer?filter=${encodeURIComponent(`name == "${name}"`)}`,
  )
  expect(found.data).toHaveLength(1)
})

test('what stands in no menu clutters neither sidebar nor palette', async ({ page }) => {
  for (const [who, shown] of [
    ['a', 'My customers'],
    ['admin', 'Customers'],
  ] as const) {
    await session(page, who, 'en')
    await page.goto('/e/customer')
    await expect(page.getByRole('navigation').getByRole('link', { name: shown })).toBeVisible()
    for (const title of ['Saved views', 'Webhooks', 'Notifications'])
      await expect(page.getByRole('navigation').getByRole('link', { name: title })).toHaveCount(0)
    await page.keyboard.press(process.platform === 'darwin' ? 'Meta+k' : 'Control+k')
    await expect(page.getByRole('dialog').getByText('Customers', { exact: true }).first()).toBeVisible()
    for (const title of ['Saved views', 'Webhooks'])
      await expect(page.getByRole('dialog').getByText(title, { exact: true })).toHaveCount(0)
  }
})
