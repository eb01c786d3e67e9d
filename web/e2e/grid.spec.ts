// The table of a list: C1, C6.
import { expect, test } from '@playwright/test'
import { session } from './session.ts'

test.describe('the table', () => {
  test('takes a new value in a cell, and gives the old one back', async ({ page }) => {
    await session(page, 'manager')
    await page.goto('/e/customer')
    const cell = page.locator('[data-cell="2:1"]')
    const before = (await cell.textContent()) ?? ''
    await cell.focus()
    await page.keyboard.press('F2')
    const input = page.getByRole('textbox', { name: '编辑姓名' })
    await input.fill(`${before}甲`)
    await page.keyboard.press('Enter')
    await expect(cell).toHaveText(`${before}甲`)
    await expect(page.locator('[data-cell="3:1"]')).toBeFocused()
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByText('已撤销修改')).toBeVisible()
    await expect(cell).toHaveText(before)
  })

  test('keeps the columns that a user has arranged', async ({ page }) => {
    const api = await session(page, 'manager', 'en')
    await page.goto('/e/customer')
    const head = page.getByRole('columnheader', { name: 'Source', exact: true })
    await head.getByRole('button').first().focus()
    const width = (await head.boundingBox())?.width ?? 0
    await page.keyboard.press('Alt+ArrowRight')
    await expect(async () => expect((await head.boundingBox())?.width).toBe(width + 24)).toPass()
    await head.getByRole('button', { name: 'Options of Source' }).click()
    await page.getByRole('menuitem', { name: 'Pin to the left' }).click()
    await expect(head).toHaveAttribute('data-pinned', 'true')
    await page.reload()
    await expect(head).toHaveAttribute('data-pinned', 'true')
    await page.getByRole('button', { name: 'Fields', exact: true }).click()
    await page.getByRole('button', { name: "Back to the view's fields" }).click()
    await expect(head).not.toHaveAttribute('data-pinned')
    await api.send('PATCH', 'me', { language: 'zh-CN' })
  })
})
