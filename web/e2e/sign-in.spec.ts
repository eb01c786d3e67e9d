import { expect, test } from '@playwright/test'
import { accounts, password } from './session.ts'

test.describe('signing in', () => {
  test('refuses a wrong password in words', async ({ page }) => {
    await page.goto('/')
    await expect(page).toHaveURL(/sign-in/)
    await page.locator('[name=login]').fill(accounts.b)
    await page.locator('[name=password]').fill('not the password')
    await page.locator('button[type=submit]').click()
    await expect(page.getByRole('alert')).toContainText('邮箱或密码不正确')
    await expect(page.locator('[name=password]')).toHaveValue('')
  })

  test('leads to where one wanted to go, and out again', async ({ page }) => {
    await page.goto('/e/campus')
    await page.locator('[name=login]').fill(accounts.b)
    await page.locator('[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/e\/campus/)
    await expect(page.getByRole('grid')).toBeVisible()
    await page.locator('.a-user').click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await expect(page).toHaveURL(/sign-in/)
  })

  test('speaks the language that is chosen', async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in to Mortise' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.getByRole('button', { name: '中文' }).click()
    await expect(page.getByRole('heading', { name: '登录 Mortise' })).toBeVisible()
  })
})
