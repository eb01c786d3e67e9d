// Shows: pages beside lists and records shut nobody out, in the dark and at the width of a phone (M3).
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { session, shot } from './session.ts'

const pages: [name: string, path: string][] = [
  ['home', '/'],
  ['search', '/search?q=a'],
  ['notifications', '/notifications'],
  ['profile', '/me/profile'],
  ['security', '/me/security'],
  ['tokens', '/me/tokens'],
  ['appearance', '/me/appearance'],
  ['told', '/me/notifications'],
  ['saved', '/me/saved'],
  ['import', '/e/customer/import'],
  ['create', '/e/customer/new'],
]

test.use({ viewport: { width: 390, height: 844 } })

test('pages beside lists and records, on a phone, in light and dark', async ({ page }) => {
  test.setTimeout(180_000)
  const look = (which: string) =>
    expectNoViolationsInBothThemes(page, (theme) => shot(page, `walk-${which}-${theme}`))
  await session(page, 'admin')
  for (const [which, path] of pages) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(which)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider, `${which} is wider than the page`).toBeLessThanOrEqual(0)
  }
  await page.goto('/e/customer')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('客户')
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
  await look('palette')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('help')
})
