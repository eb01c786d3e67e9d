// The leads of a company that teaches online become customers through the wizard, once; a second time all of them
// are there already. ACCEPTANCE_DATA names the folder of data files.
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { session, shot } from '../session.ts'

const file = join(process.env.ACCEPTANCE_DATA ?? '', 'leads/x-education/Leads.csv')
/** Rows below the line of headers. */
const rows = 9240
/** How each came, with the option that it is entered as and how many there are. */
const origins = {
  API: { title: '官网', value: 'website', count: 3580 },
  'Landing Page Submission': { title: '百度推广', value: 'baidu', count: 4886 },
  'Lead Add Form': { title: '到访', value: 'walk_in', count: 718 },
  'Lead Import': { title: '其他', value: 'other', count: 55 },
  'Quick Add Form': { title: '讲座活动', value: 'event', count: 1 },
}
/** Of those who have signed up. */
const signed = 3561

test.use({ actionTimeout: 20_000 })

test('the leads of a school are imported with a mapping that is kept, and are no others a second time', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const api = await session(page, 'admin')
  await page.goto('/e/customer/import')
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByText(/共 9,?240 行/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: '下一步' }).click()
  const into = (column: string) => page.getByLabel(`写入字段: ${column}`, { exact: true })
  await into('Prospect ID').selectOption({ label: '姓名' })
  await into('Lead Number').selectOption({ label: 'QQ' })
  await into('Lead Origin').selectOption({ label: '来源' })
  await into('Converted').selectOption({ label: '状态' })
  for (const [origin, { title }] of Object.entries(origins))
    await page.getByLabel(`Lead Origin: ${origin}`, { exact: true }).selectOption({ label: title })
  await page.getByLabel('Converted: 0', { exact: true }).selectOption({ label: '新客户' })
  await page.getByLabel('Converted: 1', { exact: true }).selectOption({ label: '已报名' })
  await into('Tags').selectOption('')
  await shot(page, 'acceptance-leads-map')
  await page.getByRole('button', { name: '检查', exact: true }).click()
  const sum = (name: string) => page.locator(`[data-sum=${name}] dd`)
  await expect(sum('created')).toHaveText('9,240', { timeout: 180_000 })
  await shot(page, 'acceptance-leads-check')
  await page.getByRole('button', { name: /^导入 9,240 行/ }).click()
  await expect(page.getByText('导入完成', { exact: true })).toBeVisible({ timeout: 300_000 })
  await expect(sum('created')).toHaveText('9,240')
  await shot(page, 'acceptance-leads-done')

  const count = async (filter: string) => {
    const query = new URLSearchParams({
      filter: `len(name) == 36 and (${filter})`,
      count: 'exact',
      limit: '1',
    })
    return (await api.get<{ count: number }>(`records/customer?${query}`)).count
  }
  expect(await count('name != nil')).toBe(rows)
  for (const { value, count: wanted } of Object.values(origins))
    expect(await count(`source == '${value}'`), value).toBe(wanted)
  expect(await count("status == 'signed'")).toBe(signed)
  const { data } = await api.get<{ data: unknown[] }>('import-profiles?entity=customer')
  expect(data.length).toBeGreaterThan(0)

  // The mapping is known, and every row is a duplicate.
  await page.goto('/e/customer/import')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: '下一步' }).click({ timeout: 60_000 })
  await expect(into('Prospect ID')).toHaveValue('name')
  await expect(into('Lead Number')).toHaveValue('qq')
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.getByText('9,240').first()).toBeVisible({ timeout: 180_000 })
  await expect(sum('created')).toHaveText('0', { timeout: 180_000 })
  await expect(sum('failed')).toHaveText('9,240')
  await shot(page, 'acceptance-leads-again')
})
