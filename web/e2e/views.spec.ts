// C1, M3: views that a user keeps for himself; the address of a list shows the same anywhere.
import { expect, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { options } from './select.ts'
import { session, shot } from './session.ts'

const filter = {
  kind: 'group',
  all: true,
  children: [{ kind: 'condition', field: 'status', operator: 'in', value: ['new', 'contacted'] }],
}
const filtered = `/e/customer?f=${encodeURIComponent(JSON.stringify(filter))}&sort=-created_at`

test('a salesperson keeps a filter as a view, renames it, shares its address and deletes it', async ({
  page,
  browser,
}) => {
  const api = await session(page, 'a', 'en')
  const title = `Mine ${Date.now().toString(36)}`
  await page.goto(filtered)
  await expect(page.locator('.v-chip')).toHaveCount(1)
  await page.getByRole('button', { name: 'Save as view…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(title)
  await expectNoViolations(page)
  await shot(page, 'view-dialog-en')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveAttribute('aria-current', 'page')
  await expect(page.locator('.v-chip')).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Save to view' })).toHaveCount(0)

  await page.locator('.v-chip__remove').click()
  await expect(page.locator('.v-chip')).toHaveCount(0)
  await page.getByRole('button', { name: 'Save to view' }).click()
  await expect(page.getByRole('button', { name: 'Save to view' })).toHaveCount(0)
  const address = page.url()
  await page.reload()
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveAttribute('aria-current', 'page')
  await expect(page.locator('.v-chip')).toHaveCount(0)

  const other = await browser.newPage()
  await session(other, 'b', 'en')
  await other.goto(address)
  await expect(other.getByText('This view is not there')).toBeVisible()
  await expect(other.getByRole('button', { name: title, exact: true })).toHaveCount(0)
  await other.close()

  await page.getByRole('button', { name: `View “${title}”` }).click()
  await page.getByRole('menuitem', { name: 'Rename view' }).click()
  await dialog.getByLabel('Name').fill(`${title} 2`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: `View “${title} 2”` }).click()
  await page.getByRole('menuitem', { name: 'Delete view' }).click()
  await expect(page.getByRole('button', { name: `${title} 2`, exact: true })).toHaveCount(0)
  const left = await api.get<{ data: unknown[] }>(
    `records/saved_view?filter=${encodeURIComponent(`title == '${title} 2'`)}`,
  )
  expect(left.data).toEqual([])
})

test('管理员为所有人新建看板视图', async ({ page, browser }) => {
  await session(page, 'admin')
  const title = `看板${Date.now().toString(36)}`
  await page.goto('/e/customer')
  await page.getByRole('button', { name: '新建视图' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill(title)
  await dialog.getByText('看板', { exact: true }).click()
  await dialog.getByLabel('按此字段分列').selectOption('status')
  await dialog.getByLabel('所有人可见').check()
  await expectNoViolations(page)
  await shot(page, 'view-dialog')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveAttribute('aria-current', 'page')

  const other = await browser.newPage()
  await session(other, 'b')
  await other.goto('/e/customer')
  await expect(other.getByRole('button', { name: title, exact: true })).toBeVisible()
  await other.close()
  await page.getByRole('button', { name: `视图“${title}”` }).click()
  await page.getByRole('menuitem', { name: '删除视图' }).click()
  await expect(page.getByRole('button', { name: title, exact: true })).toHaveCount(0)
})

test('a salesperson shares a view with a colleague', async ({ page, browser }) => {
  const api = await session(page, 'a', 'en')
  const title = `Ours ${Date.now().toString(36)}`
  const query = { kind: 'table', columns: [{ field: 'name' }] }
  const made = await api.send('POST', 'records/saved_view', { title, entity: 'customer', query })
  const { id } = (await made.json()) as { id: string }
  const colleague = await browser.newPage()
  const { user } = await (await session(colleague, 'b', 'en')).get<{ user: { name: string } }>('me')
  await page.goto(`/e/customer?view=${id}`)
  await page.getByRole('button', { name: `View “${title}”` }).click()
  await page.getByRole('menuitem', { name: 'Share view…' }).click()
  const dialog = page.getByRole('dialog', { name: title })
  await dialog.getByRole('combobox', { name: 'Share with' }).fill(user.name)
  await options(page, user.name).first().click()
  await dialog.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(dialog.getByRole('region', { name: 'Shared with' })).toContainText(user.name)
  // Messages lie over the window.
  await expect(dialog.locator('.m-toast')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `view-share-${theme}`))

  await colleague.goto('/e/customer')
  await expect(colleague.getByRole('button', { name: title, exact: true })).toBeVisible()
  await colleague.close()
  await api.send('DELETE', `records/saved_view/${id}`)
})
