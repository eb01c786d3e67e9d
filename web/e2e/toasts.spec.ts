// C6, WCAG 2.2.1: messages wait for whoever is at them, and are reached by keys.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { session, shot } from './session.ts'

/** Changes the name of the first customers of a list by keys; the message of it is on the screen then. */
async function edit(page: Page, label: string): Promise<{ before: string }> {
  const cell = page.locator('[data-cell="1:1"]')
  const before = (await cell.textContent()) ?? ''
  await cell.focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: label }).fill(`${before}乙`)
  await page.keyboard.press('Enter')
  await expect(cell).toHaveText(`${before}乙`)
  await expect(page.locator('.m-toast__action')).toBeVisible()
  return { before }
}

test('a message waits while the focus is on it, and gives it back', async ({ page }) => {
  await session(page, 'manager', 'en')
  await page.clock.install()
  await page.goto('/e/customer')
  const { before } = await edit(page, 'Edit Name')
  const undo = page.locator('.m-toast').getByRole('button', { name: 'Undo' })
  await page.keyboard.press('F8')
  await expect(undo).toBeFocused()
  await page.clock.fastForward(60_000)
  await expect(undo).toBeFocused()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `toast-${theme}`))
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-cell="1:1"]')).toHaveText(before)
  await expect(page.getByText('undone', { exact: false })).toBeVisible()

  // Escape puts the message away; the grid has the focus again.
  await page.keyboard.press('F8')
  await expect(page.locator('.m-toast').getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('.m-toast')).toHaveCount(0)
  await expect(page.locator('[data-cell="2:1"]')).toBeFocused()
})

test('消息在指针停留时不会消失', async ({ page }) => {
  await session(page, 'manager')
  await page.clock.install()
  await page.goto('/e/customer')
  const { before } = await edit(page, '编辑姓名')
  const toast = page.locator('.m-toast')
  await toast.hover()
  await page.clock.fastForward(60_000)
  await expect(toast).toBeVisible()
  await shot(page, 'toast-zh')
  await toast.getByRole('button', { name: '撤销' }).click()
  await expect(page.locator('[data-cell="1:1"]')).toHaveText(before)
  await page.mouse.move(10, 10)
  await page.clock.fastForward(60_000)
  await expect(toast).toHaveCount(0)
})
