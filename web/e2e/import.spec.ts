// Shows: files become records step by step, with every problem told before anything is
// written, and can be taken back; jobs go on while one is elsewhere (C6, P4, P8, M3).
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { session, shot } from './session.ts'

/** Rows of customers of which the last have a telephone number that is none. */
function csv(rows: number, bad: number, header: string): Buffer {
  const start = Date.now() % 100_000_000
  const lines = Array.from({ length: rows }, (_, at) => {
    const phone = at < rows - bad ? `139${String((start + at) % 100_000_000).padStart(8, '0')}` : '12'
    return `导入${start}-${at},${phone},转介绍,备注 ${at}`
  })
  return Buffer.from(`${header}\n${lines.join('\n')}\n`, 'utf8')
}

async function choose(page: Page, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer })
}

test.describe('the import', () => {
  test('takes 300 rows of which 5 are bad, and is undone', async ({ page }) => {
    test.setTimeout(120_000)
    await session(page, 'admin')
    await page.goto('/e/customer')
    await page.getByRole('button', { name: '导入' }).click()
    await expect(page.getByRole('heading', { name: '上传文件' })).toBeVisible()
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'import-upload')
    await choose(page, csv(300, 5, '姓名,电话,渠道,备注'))
    await expect(page.getByText('共 300 行、4 列')).toBeVisible()
    await expect(page.getByRole('region', { name: '前几行' })).toContainText('139')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'import-read')
    await page.getByRole('button', { name: '下一步' }).click()
    await expect(page.getByRole('status').filter({ hasText: '来源' })).toContainText('必填字段')
    await shot(page, 'import-map-missing')
    await page.getByLabel('写入字段: 渠道').selectOption({ label: '来源' })
    await expect(page.getByText('必填字段没有对应的列')).toHaveCount(0)
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'import-map')
    await page.reload()
    await expect(page.getByLabel('写入字段: 渠道')).toHaveValue('source')
    await page.getByRole('button', { name: '检查', exact: true }).click()
    await expect(page.locator('[data-sum=created] dd')).toHaveText('295')
    await expect(page.locator('[data-sum=failed] dd')).toHaveText('5')
    await expect(page.getByRole('row', { name: /^297/ })).toContainText('电话')
    await expect(page.getByRole('region', { name: '有问题的行' })).toBeVisible()
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'import-check')
    await page.getByRole('button', { name: '导入 295 行' }).click()
    await expect(page.getByText('导入完成', { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('[data-sum=created] dd')).toHaveText('295')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'import-result')
    const refused = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载未导入的行' }).click()
    expect((await refused).suggestedFilename()).toContain('.csv')
    const here = page.url()
    await page.getByRole('link', { name: '查看新建的记录' }).click()
    await expect(page.locator('.v-foot strong')).toHaveText('295')
    await page.goto(here)
    await page.getByRole('button', { name: '撤销导入' }).click()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `import-undo-ask-${theme}`))
    await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click()
    await expect(page.getByRole('heading', { name: '撤销完成' })).toBeVisible({ timeout: 60_000 })
    const taken = await page.locator('[data-sum=removed] dd, [data-sum=archived] dd').allTextContents()
    expect(taken.map(Number).reduce((sum, one) => sum + one, 0)).toBe(295)
    await shot(page, 'import-undone')
  })

  test('maps values and goes on with a lost connection, in English', async ({ page }) => {
    await session(page, 'manager', 'en')
    await page.goto('/e/customer/import')
    await page.route('**/api/v1/uploads/**', (route) => route.abort())
    const text = `Name,Phone,Source\nValues ${Date.now()},,somewhere\n`
    await choose(page, Buffer.from(text, 'utf8'))
    await expect(page.getByText('The connection is lost')).toBeVisible()
    await shot(page, 'import-lost')
    await page.unroute('**/api/v1/uploads/**')
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Source: somewhere').selectOption({ label: 'Referral' })
    await shot(page, 'import-values')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByText('No problems found.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Import 1 row' })).toBeEnabled()
    await shot(page, 'import-clean')
    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByRole('button', { name: 'Map columns' }).click()
    await expect(page.getByLabel('Goes into: Source')).toHaveValue('source')
    await shot(page, 'import-phone')
  })

  test('is not offered to who may not import', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/e/campus')
    await expect(page.getByRole('grid')).toBeVisible()
    await expect(page.getByRole('button', { name: '导入' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: '导出' })).toHaveCount(0)
    await page.goto('/e/campus/import')
    await expect(page.getByRole('heading', { name: '找不到这个页面', level: 2 })).toBeVisible()
  })
})
