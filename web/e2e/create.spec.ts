// What is said while a new record is filled in, before anything is saved: C1, E4, E23.
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { customer, session } from './session.ts'

test.describe('a record being filled in', () => {
  test('is known to be there already, with the owner where he is revealed', async ({ page }) => {
    const other = await session(page, 'b')
    const me = await other.get<{ user: { name: string; id: string } }>('me')
    const one = await customer(other, `phone != nil && consultant == '${me.user.id}'`)
    await session(page, 'a', 'en')
    await page.goto('/e/customer/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('Somebody')
    const hint = page.getByRole('status').filter({ hasText: 'such a record already' })
    await expect(hint).toHaveCount(0)
    await page.getByRole('textbox', { name: 'Phone' }).fill(one.phone ?? '')
    await expect(hint).toContainText(me.user.name)
    // Nobody is shown a record that he may not see.
    await expect(hint).not.toContainText(one.name)
    await expect(hint.getByRole('link')).toHaveCount(0)
    await expectNoViolationsInBothThemes(page)
    await page.getByRole('textbox', { name: 'Phone' }).fill('')
    await expect(hint).toHaveCount(0)
  })

  test('says what is wrong when a field is left, and nothing of fields not reached', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/e/customer/new')
    const phone = page.getByRole('textbox', { name: '电话' })
    await phone.fill('12')
    await page.getByRole('textbox', { name: '微信' }).fill('x')
    const problem = page.locator('[data-field=phone] .r-field__note--problem')
    await expect(problem).toBeVisible()
    await expect(page.locator('.r-field__note--problem')).toHaveCount(1)
    await phone.fill('13800138000')
    await expect(problem).toHaveCount(0)
  })
})
