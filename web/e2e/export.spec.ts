// Shows: lists leave as files as their reader sees them, and not all at once (C6, P8, M3).
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { customer, session, shot } from './session.ts'

test.describe('the export', () => {
  test('makes a file of what is found', async ({ page }) => {
    const api = await session(page, 'manager', 'en')
    const one = await customer(api, 'phone != nil')
    await page.goto(`/e/customer?q=${encodeURIComponent(one.name)}`)
    await expect(page.getByRole('gridcell', { name: one.name, exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: 'Export' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export Customers' })
    const preview = dialog.getByRole('region', { name: 'Preview of the first rows' })
    await expect(preview).toContainText(one.name)
    await dialog.getByRole('radio', { name: 'CSV' }).check()
    await dialog.getByRole('searchbox').fill('Course · Name')
    await dialog.getByRole('checkbox', { name: 'Course · Name' }).check()
    await expect(preview.getByRole('columnheader', { name: 'Course: Name' })).toBeVisible()
    await dialog.getByRole('searchbox').fill('')
    await dialog.getByRole('button', { name: 'Move Course · Name up' }).click()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `export-${theme}`))
    await dialog.locator('.m-dialog__foot').getByRole('button', { name: 'Export' }).click()
    await expect(dialog.getByRole('heading', { name: 'The file is ready' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    await expect(dialog.getByText('Link copied')).toBeVisible()
    await shot(page, 'export-ready')
    const file = page.waitForEvent('download')
    await dialog.getByRole('link', { name: 'Download file' }).click()
    expect((await file).suggestedFilename()).toMatch(/\.csv$/)
    await page.keyboard.press('Escape')
    const tray = page.getByRole('region', { name: 'Background work' })
    await expect(tray.getByText('Export: Customers').first()).toBeVisible()
    await page.reload()
    await expect(tray.getByRole('link', { name: /^Download/ }).first()).toBeVisible()
    await shot(page, 'jobs-tray')
  })

  test('refuses all customers in words, even to the administrator', async ({ page }) => {
    await session(page, 'admin')
    await page.goto('/e/customer')
    await page.getByRole('button', { name: '导出' }).click()
    const dialog = page.getByRole('dialog', { name: '导出客户' })
    await expect(dialog.getByRole('region', { name: '预览前几行' })).toBeVisible()
    await shot(page, 'export-zh')
    await dialog.locator('.m-dialog__foot').getByRole('button', { name: '导出' }).click()
    await expect(dialog.getByRole('alert').filter({ hasText: '无法导出' })).toContainText('200')
    await expect(dialog.getByRole('alert').filter({ hasText: '无法导出' })).toContainText('管理员')
    await shot(page, 'export-refused')
  })

  test('is not offered to salespeople', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/e/customer')
    await expect(page.getByRole('grid')).toBeVisible()
    await expect(page.getByRole('button', { name: '导出' })).toHaveCount(0)
  })
})
