// C6: how the columns of a file were mapped is kept, named, used for other files, and deleted.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { session, shot } from './session.ts'

async function toMapping(page: Page, text: string, next: string): Promise<void> {
  await page.goto('/e/customer/import')
  const buffer = Buffer.from(text, 'utf8')
  await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: next }).click()
}

test('a mapping is named, used for another file and deleted', async ({ page }) => {
  const api = await session(page, 'manager', 'en')
  const mark = Date.now().toString(36)
  const [who, tel] = [`Who ${mark}`, `Tel ${mark}`]
  await toMapping(page, `${who},${tel},Source\nProfile ${mark},,website\n`, 'Next')
  await page.getByLabel(`Goes into: ${who}`).selectOption({ label: 'Name' })
  await page.getByLabel(`Goes into: ${tel}`).selectOption({ label: 'Phone' })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.locator('[data-sum=created] dd')).toHaveText('1')

  await toMapping(page, `${tel},Note,${who},Source\n,x,Profile ${mark},website\n`, 'Next')
  await expect(page.getByLabel(`Goes into: ${who}`)).toHaveValue('')
  const open = page.getByRole('button', { name: 'Saved mappings' })
  await open.click()
  const dialog = page.getByRole('dialog')
  const line = dialog.getByRole('listitem').filter({ hasText: mark })
  await expect(line).toContainText('3 columns of this file')
  await line.getByRole('button', { name: /^Rename/ }).click()
  await dialog.getByRole('textbox').fill(`Shop ${mark}`)
  await page.keyboard.press('Enter')
  await expect(line.getByText(`Shop ${mark}`)).toBeVisible()
  await expect(line.getByRole('button', { name: /^Rename/ })).toBeFocused()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `import-profiles-${theme}`))
  await line.getByRole('button', { name: /^Use/ }).click()
  await expect(page.getByText(`Mapped as in Shop ${mark}.`)).toBeVisible()
  await expect(open).toBeFocused()
  await expect(page.getByLabel(`Goes into: ${who}`)).toHaveValue('name')
  await expect(page.getByLabel(`Goes into: ${tel}`)).toHaveValue('phone')
  await expect(page.getByLabel('Goes into: Note')).not.toHaveValue('name')
  await shot(page, 'import-profile-used')

  await open.click()
  await line.getByRole('button', { name: /^Delete/ }).click()
  await line.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(line).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(open).toBeFocused()
  const kept = await api.get<{ data: { name: string }[] }>('import-profiles?entity=customer')
  expect(kept.data.map(({ name }) => name)).not.toContain(`Shop ${mark}`)
})

test('已存的映射在手机上', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await session(page, 'manager')
  const mark = Date.now().toString(36)
  await toMapping(page, `谁 ${mark},来源\n映射 ${mark},website\n`, '下一步')
  await page.getByLabel(`写入字段: 谁 ${mark}`).selectOption({ label: '姓名' })
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.locator('[data-sum=created] dd')).toBeVisible()
  await toMapping(page, `甲 ${mark},来源\n映射 ${mark},website\n`, '下一步')
  await page.getByRole('button', { name: '已存的映射' }).click()
  const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: mark })
  await expect(line).toContainText('适用于本文件的 1 列')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `import-profiles-phone-${theme}`))
})
