// A customer who came again with another phone: found by the manager, and made one.
import { expect, test } from '@playwright/test'
import { expectNoViolations } from '../axe.ts'
import { shot } from '../session.ts'
import { arrive } from './people.ts'

test('经理查看重复客户，并合并为一条', async ({ browser }) => {
  const manager = await arrive(browser, 'manager')
  const { page } = manager
  await page.goto('/')
  await page.locator('.a-side').getByRole('link', { name: '重复客户', exact: true }).click()
  await expect(page.getByText('没有重复')).toBeVisible()
  await page.getByRole('tab', { name: '姓名和生日' }).click()
  const groups = page.locator('.du-group')
  const group = groups.first()
  await expect(group.locator('tbody tr')).toHaveCount(2)
  const name = (await group.locator('tbody a').first().innerText()).trim()
  await expectNoViolations(page)
  await shot(page, 'education-duplicates')
  const before = await groups.count()

  await group.getByRole('button', { name: '合并…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio').first().check()
  await dialog.getByRole('button', { name: '继续' }).click()
  await dialog.getByRole('button', { name: '合并', exact: true }).click()
  await expect(groups).toHaveCount(before - 1)
  const filter = encodeURIComponent(`name == '${name}'`)
  const left = await manager.api.get<{ data: unknown[] }>(`records/customer?filter=${filter}&fields=birthday`)
  expect(left.data.filter((one) => (one as { birthday: string | null }).birthday)).toHaveLength(1)

  // A salesperson lists those whom he may see and never merges.
  const a = await arrive(browser, 'a')
  await a.page.goto('/e/customer')
  await expect(a.page.getByRole('grid')).toBeVisible()
  await expect(a.page.getByRole('button', { name: '重复记录' })).toHaveCount(0)
  await a.page.goto('/e/customer/duplicates?rule=4')
  await expect(a.page.getByRole('heading', { name: '重复记录', level: 1 })).toBeVisible()
  await expect(a.page.getByRole('button', { name: '合并…' })).toHaveCount(0)
  for (const person of [manager, a]) await person.leave()
})
