// Shows: the draft is looked at as a real person: what he would see, and nothing is written (goal 4).
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { openDesigner } from './designer.ts'
import { session, shot } from './session.ts'

test('the draft is looked at as a person, who sees his own records only', async ({ page, browser }) => {
  const context = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL })
  const theirs = await session(await context.newPage(), 'a')
  const { user } = await theirs.get<{ user: { id: string; name: string } }>('me')
  const count = 'records/customer?limit=1&count=exact'
  const seen = (await theirs.get<{ count: number }>(count)).count
  await context.close()

  const admin = await openDesigner(page, '/design/e/customer/fields')
  const all = (await admin.get<{ count: number }>(count)).count
  expect(seen).toBeLessThan(all)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('menuitem', { name: 'As a person…' }).click()
  const find = page.getByRole('searchbox', { name: 'Find a person' })
  await expect(find).toBeFocused()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-preview-person-${theme}`))
  await find.fill(user.name)
  const opening = page.waitForEvent('popup')
  await page
    .getByRole('dialog', { name: 'Preview' })
    .getByRole('button', { name: new RegExp(`^${user.name}`) })
    .first()
    .click()
  const preview = await opening
  await expect(preview.locator('.a-preview')).toContainText(user.name)
  await preview.goto('/e/customer?view=customer.all')
  await expect(preview.locator('.v-foot strong')).toHaveText(seen.toLocaleString('en'))
  await preview.goto('/e/customer')
  await expect(preview.locator('.a-preview')).toContainText(user.name)
  await shot(preview, 'design-preview-seen')
})
