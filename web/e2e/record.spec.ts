import { expect, type Page, test } from '@playwright/test'
import { options } from './select.ts'
import { customer, session, shot } from './session.ts'

const mod = process.platform === 'darwin' ? 'Meta' : 'Control'

/** The cell of one field. */
function cell(page: Page, field: string) {
  return page.locator(`[data-field=${field}]`)
}

/** Creates a customer by the page and gives its name. */
async function create(page: Page): Promise<string> {
  const name = `测试客户${Date.now() % 1_000_000}`
  await page.goto('/e/customer')
  await expect(page.getByRole('grid')).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: '新建客户' })).toBeVisible()
  await cell(page, 'name').getByRole('textbox').fill(name)
  await cell(page, 'phone')
    .getByRole('textbox')
    .fill(`139${String(Date.now()).slice(-8)}`)
  for (const field of ['status', 'source']) {
    if ((await cell(page, field).count()) === 0) continue
    await cell(page, field).getByRole('combobox').click()
    await options(page).first().click()
  }
  return name
}

test.describe('a record', () => {
  test('is created, changed in place, archived and brought back', async ({ page }) => {
    await session(page, 'manager')
    const name = await create(page)
    await shot(page, 'create')
    await page.keyboard.press(`${mod}+s`)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

    await cell(page, 'name').getByRole('button').click()
    await cell(page, 'name').getByRole('textbox').fill(`${name}改`)
    await expect(page.getByText('有 1 处修改未保存')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText('已保存')).toBeVisible()
    await cell(page, 'name').getByRole('button').click()
    await cell(page, 'name').getByRole('textbox').fill(`${name}改`)
    await page.keyboard.press(`${mod}+s`)
    await expect(page.getByRole('heading', { name: `${name}改`, level: 1 })).toBeVisible()
    await expect(page.locator('.r-rail')).toContainText(`${name}改`)

    await page.getByRole('button', { name: '更多操作' }).click()
    await page.getByRole('menuitem', { name: '归档' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '归档' }).click()
    await expect(page.getByText('此记录已归档，只能查看。')).toBeVisible()
    await page.getByRole('button', { name: '恢复' }).click()
    await expect(page.getByText('此记录已归档，只能查看。')).toHaveCount(0)
  })

  test('shows what the server refuses at the field', async ({ page }) => {
    const api = await session(page, 'a')
    const own = await customer(api, 'consultant == me && phone != nil')
    await page.goto(`/e/customer/${own.id}`)
    await cell(page, 'phone').getByRole('button').click()
    await cell(page, 'phone').getByRole('textbox').fill('12')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('有 1 个字段需要修改')).toBeVisible()
    await expect(cell(page, 'phone').locator('.r-field__note--problem')).not.toBeEmpty()
    await expect(cell(page, 'phone').getByRole('textbox')).toHaveAttribute('aria-invalid', 'true')
    await shot(page, 'record-error')
    await page.getByRole('button', { name: '放弃' }).click()
    await expect(page.getByText('已保存')).toBeVisible()
  })

  test('shows a masked field with an icon, and no input', async ({ page }) => {
    const api = await session(page, 'a')
    const open = await customer(api, 'consultant == nil')
    await page.goto(`/e/customer/${open.id}`)
    const phone = cell(page, 'phone')
    await expect(phone.getByRole('img', { name: '按权限脱敏' })).toBeVisible()
    await expect(phone.getByRole('button')).toHaveCount(0)
    await expect(cell(page, 'source')).toBeVisible()
    await page.getByRole('tab', { name: '销售' }).click()
    await expect(cell(page, 'next_follow_up_at')).toBeVisible()
    await expect(cell(page, 'contract_amount')).toHaveCount(0)
    await shot(page, 'record-masked')
  })

  test('of somebody else answers like one that does not exist', async ({ page, browser }) => {
    const other = await browser.newContext()
    const hers = await customer(await session(await other.newPage(), 'b'), 'consultant == me')
    await other.close()
    await session(page, 'a')
    const pages: string[] = []
    for (const id of [hers.id, '00000000-0000-4000-8000-000000000000']) {
      await page.goto(`/e/customer/${id}`)
      await expect(page.getByRole('heading', { name: '找不到这条记录', level: 2 })).toBeVisible()
      pages.push(await page.locator('main').innerText())
    }
    expect(pages[0]).toBe(pages[1])
  })

  test('keeps what is not saved until one agrees to lose it', async ({ page }) => {
    const api = await session(page, 'manager')
    const one = await customer(api, 'phone != nil')
    await page.goto('/e/customer')
    await page.goto(`/e/customer/${one.id}`)
    await cell(page, 'name').getByRole('button').click()
    await cell(page, 'name').getByRole('textbox').fill('改名')
    await page.locator('.r-crumbs a').first().click()
    await expect(page.getByRole('dialog', { name: '放弃未保存的修改？' })).toBeVisible()
    await page.getByRole('button', { name: '继续编辑' }).click()
    await expect(page.getByText('有 1 处修改未保存')).toBeVisible()
    await page.locator('.r-crumbs a').first().click()
    await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click()
    await expect(page.getByRole('grid')).toBeVisible()
  })
})
