// A workbook of a shop in Chinese becomes an entity with its rows, by what is drawn alone. ACCEPTANCE_DATA names
// the folder of data files.
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openDesigner, seed } from '../designer.ts'
import { shot } from '../session.ts'

const workbook = join(
  process.env.ACCEPTANCE_DATA ?? '',
  'chinese/sales/Day66-80/code/data/2020年销售数据.xlsx',
)
/** Rows below the line of headers. */
const rows = 1945
/** What its last column adds up to. */
const sold = 107_403

test('a workbook of sales becomes an entity, published, with all its rows', async ({ page }) => {
  test.setTimeout(180_000)
  const api = await openDesigner(page, '/design', 'zh-CN')
  const word = seed()
  await page.locator('input[type=file]').setInputFiles(workbook)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('导入其中 1,945 行数据')).toBeVisible()
  await dialog.getByLabel('新建实体').fill(`销售 ${word}`)
  await shot(page, 'acceptance-sheet')
  await dialog.getByRole('button', { name: '创建' }).click()
  await expect(page.locator('.b-field')).toHaveCount(7)
  const entity = new URL(page.url()).pathname.split('/')[3] ?? ''
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('button', { name: '立即发布' }).click()
  await page.getByRole('link', { name: '导入这些数据' }).click()
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await page.getByRole('button', { name: /^导入 1,945 行/ }).click()
  const count = async () => (await api.get<{ count: number }>(`records/${entity}?count=exact&limit=1`)).count
  await expect.poll(count, { timeout: 60_000 }).toBe(rows)

  await page.goto(`/e/${entity}`)
  await expect(page.locator('.v-foot strong')).toHaveText(rows.toLocaleString('zh-CN'))
  await shot(page, 'acceptance-sheet-list')
  const described = await api.get<{
    entities: { name: string; fields: { name: string; title: string }[] }[]
  }>('describe')
  const fields = described.entities.find((one) => one.name === entity)?.fields ?? []
  const quantity = fields.find((one) => one.title === '销售数量')?.name
  const totals = await api.send('POST', `records/${entity}:aggregate`, {
    measures: [{ as: 'sold', fn: 'sum', field: quantity }],
  })
  const { data } = (await totals.json()) as { data: { sold: number }[] }
  expect(data).toEqual([{ sold }])
})
