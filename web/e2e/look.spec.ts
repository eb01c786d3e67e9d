import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { customer, session, shot } from './session.ts'

/** Looks at the page in both themes, with one load of it. */
const look = (page: Page, name: string) =>
  expectNoViolationsInBothThemes(page, (theme) => shot(page, `${name}-${theme}`))

for (const language of ['zh-CN', 'en']) {
  test.describe(`in ${language}`, () => {
    test.beforeEach(({ page }) =>
      page.addInitScript((chosen) => localStorage.setItem('mortise.language', chosen), language),
    )

    test('the sign-in page', async ({ page }) => {
      await page.goto('/sign-in')
      await expect(page.locator('form')).toBeVisible()
      await look(page, `sign-in-${language}`)
    })

    test('the list', async ({ page }) => {
      await session(page, 'manager', language)
      await page.goto('/e/customer')
      await expect(page.getByRole('row').nth(8)).toBeVisible()
      await look(page, `list-${language}`)
    })

    test('the filter', async ({ page }) => {
      await session(page, 'manager', language)
      const filter = {
        kind: 'group',
        all: true,
        children: [
          { kind: 'condition', field: 'status', operator: 'in', value: ['new', 'contacted', 'signed'] },
          { kind: 'condition', field: 'name', operator: 'contains', value: '一' },
        ],
      }
      await page.goto(`/e/customer?f=${encodeURIComponent(JSON.stringify(filter))}`)
      await page.locator('.v-filters__open').click()
      await expect(page.locator('.v-condition')).toHaveCount(2)
      await look(page, `filter-${language}`)
    })

    test('the record', async ({ page }) => {
      const api = await session(page, 'manager', language)
      const one = await customer(api, "phone != nil && status == 'signed'")
      await page.goto(`/e/customer/${one.id}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await look(page, `record-${language}`)
    })

    test('the refused pages', async ({ page }) => {
      await session(page, 'a', language)
      await page.goto('/e/campus/new')
      await expect(page.locator('.m-notice')).toBeVisible()
      await look(page, `refused-${language}`)
      await page.goto('/e/customer/00000000-0000-4000-8000-000000000000')
      await expect(page.locator('.m-notice')).toBeVisible()
      await look(page, `not-found-${language}`)
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the list is cards, the sidebar a drawer, the record one column', async ({ page }) => {
    const api = await session(page, 'manager')
    await page.goto('/e/customer')
    await expect(page.locator('.v-card').nth(3)).toBeVisible()
    await look(page, 'phone-list')
    await page.getByRole('button', { name: '打开导航' }).click()
    await expect(page.locator('.a-drawer')).toBeVisible()
    await shot(page, 'phone-drawer')
    await page.keyboard.press('Escape')
    const one = await customer(api, 'phone != nil')
    await page.goto(`/e/customer/${one.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(page, 'phone-record')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
  })
})
