// C6, P4: many records at once, with what will be refused said beforehand, and a way back.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { options } from './select.ts'
import { type Api, session, shot } from './session.ts'

/** Makes customers of a name of their own, and gives the name and their ids. */
async function make(api: Api, count: number): Promise<{ name: string; ids: string[] }> {
  const name = `批量${Date.now().toString(36)}`
  const ids: string[] = []
  for (let at = 0; at < count; at++) {
    const phone = `139${String(Date.now()).slice(-7)}${at}`
    const made = await api.send('POST', 'records/customer', {
      name: `${name} ${at}`,
      phone,
      source: 'website',
    })
    ids.push(((await made.json()) as { id: string }).id)
  }
  return { name, ids }
}

async function tick(page: Page, name: string, count: number): Promise<void> {
  await page.goto(`/e/customer?q=${encodeURIComponent(name)}`)
  await expect(page.locator('.v-grid__body .v-grid__tick input')).toHaveCount(count)
  await page.locator('.v-grid__tick input').first().check()
}

const bar = (page: Page) => page.locator('.v-bulk')
const toast = (page: Page) => page.locator('.m-toast').last()

async function choose(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).last().click()
  await options(page, text).first().click()
}

test('a manager edits two fields of many records at once, and takes it back', async ({ page }) => {
  const api = await session(page, 'manager', 'en')
  const { name, ids } = await make(api, 3)
  const statuses = async () => {
    const filter = encodeURIComponent(`id in ['${ids.join("', '")}']`)
    const { data } = await api.get<{ data: { status: string; source: string }[] }>(
      `records/customer?fields=status,source&filter=${filter}`,
    )
    return [...new Set(data.map(({ status, source }) => `${status} ${source}`))]
  }
  await tick(page, name, 3)
  await expect(bar(page)).toContainText('3 selected')
  await bar(page).getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, 'Field', 'Status')
  await choose(page, 'New value', 'Contacted')
  await dialog.getByRole('button', { name: 'Another field' }).click()
  await choose(page, 'Field', 'Source')
  await choose(page, 'New value', 'Referral')
  await expect(dialog.getByRole('status').first()).toContainText('All 3 records will be changed.')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `bulk-edit-${theme}`))
  await dialog.locator('.m-dialog__foot').getByRole('button', { name: 'Edit' }).click()
  await expect(toast(page)).toContainText('3 succeeded')
  await expect.poll(statuses).toEqual(['contacted referral'])
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(statuses).toEqual(['new website'])

  await page.goto('/me/jobs')
  const list = page.getByRole('list', { name: 'Background jobs' })
  await expect(list.getByRole('listitem').first()).toContainText('Undo of a bulk change: Customers')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `jobs-${theme}`))
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, 'jobs-phone')
})

test('销售看到哪些记录会被拒绝、为什么、找谁', async ({ page }) => {
  await session(page, 'a')
  await page.goto('/e/customer?view=customer.all&sort=created_at')
  const rows = page.locator('.v-grid__body [role=row]')
  const masked = page.locator('[data-field=phone] .f-redacted')
  await rows.filter({ hasNot: masked }).first().getByRole('checkbox').check()
  await rows.filter({ has: masked }).first().getByRole('checkbox').check()
  await bar(page).getByRole('button', { name: '编辑' }).click()
  await choose(page, '字段', '状态')
  await choose(page, '新值', '已联系')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('1 条将更改，1 条会被拒绝')).toBeVisible()
  await expect(dialog).toContainText('管理员')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `bulk-refused-${theme}`))
})

test('a manager merges three ticked records side by side', async ({ page }) => {
  const api = await session(page, 'manager', 'en')
  const { name, ids } = await make(api, 3)
  await tick(page, name, 3)
  await bar(page).getByRole('button', { name: 'More bulk actions' }).click()
  await page.getByRole('menuitem', { name: 'Merge' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: `${name} 0` }).check()
  await expect(dialog.getByRole('button', { name: 'Continue' })).toBeEnabled()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `bulk-merge-${theme}`))
  await dialog.getByRole('button', { name: 'Continue' }).click()
  const merge = dialog.locator('.m-dialog__foot').getByRole('button', { name: 'Merge' })
  await expect(page.getByRole('dialog', { name: '(1 of 2)' })).toBeVisible()
  await expect(merge).toBeEnabled()
  await shot(page, 'bulk-merge-sides')
  await merge.click()
  await expect(page.getByRole('dialog', { name: '(2 of 2)' })).toBeVisible()
  // The message of the first merge lies over the window of the second, and can be pressed there.
  await expect(dialog.locator('.m-toast')).toContainText('is merged')
  await dialog.locator('.m-toast').getByRole('button', { name: 'Close' }).click()
  await expect(merge).toBeEnabled()
  await merge.click()
  await expect(dialog).toHaveCount(0)
  await expect(page.locator('.v-grid__body [role=row]')).toHaveCount(1)
  const filter = encodeURIComponent(`id in ['${ids.join("', '")}']`)
  const left = await api.get<{ data: { id: string }[] }>(`records/customer?fields=id&filter=${filter}`)
  expect(left.data.map(({ id }) => id)).toEqual([ids[0]])
})

test('a salesperson claims what is ticked, and gives it back', async ({ page, browser }) => {
  const other = await browser.newPage()
  const manager = await session(other, 'manager')
  const { name, ids } = await make(manager, 2)
  for (const id of ids) await manager.send('POST', `records/customer/${id}:release`, { reason: '测试' })
  await other.close()
  await session(page, 'a', 'en')
  await page.goto('/e/customer?view=customer.pool')
  const fresh = page.locator('.v-grid__body [role=row]').filter({ hasText: name })
  await fresh.nth(0).getByRole('checkbox').check()
  await fresh.nth(1).getByRole('checkbox').check()
  await bar(page).getByRole('button', { name: 'Claim' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('All 2 can be claimed.')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `bulk-claim-${theme}`))
  await dialog.locator('.m-dialog__foot').getByRole('button', { name: 'Claim' }).click()
  await expect(toast(page)).toContainText('2 records claimed')
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page)).toContainText('undone', { ignoreCase: true })
})
