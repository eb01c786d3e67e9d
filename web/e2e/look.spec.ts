import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations } from './axe.ts'
import { customer, session, shot } from './session.ts'

const looks = ['zh-CN', 'en'].flatMap((language) =>
  ['light', 'dark'].map((theme) => ({ language, theme, name: `${language}-${theme}` })),
)

async function prefer(page: Page, theme: string, language: string): Promise<void> {
  await page.addInitScript(
    ([chosenTheme, chosenLanguage]) => {
      localStorage.setItem('mortise.theme', chosenTheme ?? '')
      localStorage.setItem('mortise.language', chosenLanguage ?? '')
    },
    [theme, language],
  )
}

for (const { language, theme, name } of looks) {
  test.describe(`in ${language}, ${theme}`, () => {
    test.beforeEach(({ page }) => prefer(page, theme, language))

    test('the sign-in page', async ({ page }) => {
      await page.goto('/sign-in')
      await expect(page.locator('form')).toBeVisible()
      await expectNoViolations(page)
      await shot(page, `sign-in-${name}`)
    })

    test('the list', async ({ page }) => {
      await session(page, 'manager', language)
      await page.goto('/e/customer')
      await expect(page.getByRole('row').nth(8)).toBeVisible()
      await expectNoViolations(page)
      await shot(page, `list-${name}`)
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
      await expectNoViolations(page)
      await shot(page, `filter-${name}`)
    })

    test('the record', async ({ page }) => {
      const api = await session(page, 'manager', language)
      const one = await customer(api, "phone != nil && status == 'signed'")
      await page.goto(`/e/customer/${one.id}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectNoViolations(page)
      await shot(page, `record-${name}`)
    })

    test('the refused pages', async ({ page }) => {
      await session(page, 'a', language)
      await page.goto('/e/campus/new')
      await expect(page.locator('.m-notice')).toBeVisible()
      await expectNoViolations(page)
      await shot(page, `refused-${name}`)
      await page.goto('/e/customer/00000000-0000-4000-8000-000000000000')
      await expect(page.locator('.m-notice')).toBeVisible()
      await expectNoViolations(page)
      await shot(page, `not-found-${name}`)
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the list is cards, the sidebar a drawer, the record one column', async ({ page }) => {
    const api = await session(page, 'manager')
    await page.goto('/e/customer')
    await expect(page.locator('.v-card').nth(3)).toBeVisible()
    await expectNoViolations(page)
    await shot(page, 'phone-list')
    await page.getByRole('button', { name: '打开导航' }).click()
    await expect(page.locator('.a-drawer')).toBeVisible()
    await shot(page, 'phone-drawer')
    await page.keyboard.press('Escape')
    const one = await customer(api, 'phone != nil')
    await page.goto(`/e/customer/${one.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoViolations(page)
    await shot(page, 'phone-record')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
  })
})
