import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { newCustomer, session, shot } from './session.ts'

test.describe('the tabs of a record', () => {
  test('go by arrow keys, keep their place in the address, and show what waits behind them', async ({
    page,
  }) => {
    const id = await newCustomer(await session(page, 'a', 'en'))
    await page.goto(`/e/customer/${id}`)
    const bar = page.getByRole('tablist', { name: 'Parts of the record' })
    await expect(bar.getByRole('tab')).toHaveText(['Profile', 'Sales', 'Related'])
    await expect(page.getByRole('heading', { name: 'Follow-ups' })).toHaveCount(0)

    await page.locator('[data-field=phone]').getByRole('button').click()
    await page.locator('[data-field=phone]').getByRole('textbox').fill('12')
    await bar.getByRole('tab', { name: 'Profile' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(bar.getByRole('tab', { name: 'Sales' })).toBeFocused()
    await expect(page).toHaveURL(/\?tab=2$/)
    await expect(page.getByRole('tabpanel')).toContainText('Follow-up')
    await expect(bar.getByRole('tab', { name: 'Profile' })).toContainText('1 unsaved change')
    await page.getByRole('heading', { name: 'Follow-ups' }).scrollIntoViewIfNeeded()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `record-tabs-${theme}`))

    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.locator('[data-field=phone]').getByRole('textbox')).toBeVisible()
    await expect(page.locator('[data-field=phone]').getByRole('textbox')).toHaveValue('12')
    await expect(page).toHaveURL(new RegExp(`${id}$`))
    await bar.getByRole('tab', { name: 'Sales' }).click()
    await expect(bar.getByRole('tab', { name: 'Profile' })).toContainText('1 field needs a change')
    await shot(page, 'record-tabs-problem')
  })

  test('open at the one of the address, and hold what leads to the record', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const id = await newCustomer(await session(page, 'a'))
    await page.goto(`/e/customer/${id}?tab=related`)
    await expect(page.getByRole('tab', { name: '相关' })).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('tabpanel').getByRole('heading').first()).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `record-related-phone-${theme}`))
    await page.goto('/e/customer/new')
    for (const title of ['资料', '销售'])
      await expect(page.getByRole('heading', { name: title, level: 2 })).toBeVisible()
    await shot(page, 'create-tabs-phone')
  })
})
