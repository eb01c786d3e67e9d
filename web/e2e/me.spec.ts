// The user's own account: P3, M3, M7.
import { createHmac } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { session, shot } from './session.ts'

/** The code that an authenticator app would show for a secret (RFC 6238). */
function codeOf(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test.describe('the account', () => {
  test('has no page that cannot be used by all', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/me/profile')
    for (const part of ['profile', 'appearance', 'security', 'tokens', 'notifications', 'saved']) {
      await page.locator(`.e-nav a[href="/me/${part}"]`).click()
      await expect(page).toHaveURL(new RegExp(part))
      await expect(page.locator('main').getByRole('heading', { level: 2 })).toBeVisible()
      await expectNoViolationsInBothThemes(page, (theme) => shot(page, `me-${part}-${theme}`))
    }
  })

  test('saves the name and the own fields together, and says what cannot be', async ({ page }) => {
    const api = await session(page, 'b')
    const before = (await api.get<{ user: { name: string } }>('me')).user.name
    await page.goto('/me/profile')
    const save = page.getByRole('button', { name: '保存' })
    const phone = page.getByLabel('电话')
    await expect(save).toHaveCount(1)
    await expect(save).toBeDisabled()
    await phone.fill('12')
    await page.getByLabel('姓名').fill(`${before}二`)
    await save.click()
    await expect(page.getByRole('alert')).toBeVisible()
    expect((await api.get<{ user: { name: string } }>('me')).user.name).toBe(before)
    await phone.fill('13800138000')
    await save.click()
    await expect(page.getByText('已保存')).toBeVisible()
    await expect(page.locator('.e-person strong')).toHaveText(`${before}二`)
    await expect(phone).toHaveValue(/138/)
    await phone.fill('')
    await page.getByLabel('姓名').fill(before)
    await save.click()
    await expect(page.locator('.e-person strong')).toHaveText(before)
  })

  test('changes language, time zone and what one is told', async ({ page }) => {
    const api = await session(page, 'b')
    await page.goto('/me/appearance')
    await page.getByRole('radio', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Language and theme' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Tokyo')
    await expect(page.getByText('It is')).toBeVisible()
    await page.getByRole('link', { name: 'Notifications', exact: true }).last().click()
    const kind = page.getByRole('switch', { disabled: false }).first()
    await expect(kind).toBeChecked()
    await kind.click()
    await expect(kind).not.toBeChecked()
    await page.reload()
    await expect(kind).not.toBeChecked()
    await kind.click()
    await expect(kind).toBeChecked()
    const me = await api.get<{ language: string; zone: string }>('me')
    expect(me).toMatchObject({ language: 'en', zone: 'Asia/Tokyo' })
    await api.send('PATCH', 'me', { language: 'zh-CN', zone: null })
  })

  test('makes a token that is told once, and ends it', async ({ page, request }) => {
    await session(page, 'b', 'en')
    await page.goto('/me/tokens')
    await page.getByRole('button', { name: 'New token' }).click()
    const form = page.getByRole('dialog', { name: 'New token' })
    await form.getByRole('textbox', { name: 'What it is for' }).fill('spec')
    await expectNoViolations(page)
    await form.getByRole('button', { name: 'Make token' }).click()
    const told = page.getByRole('dialog', { name: 'Copy the token now' })
    const token = await told.locator('.e-token').innerText()
    const headers = { Authorization: `Bearer ${token}` }
    expect((await request.get('/api/v1/records/customer?limit=1', { headers })).status()).toBe(200)
    await told.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: 'End: spec' }).click()
    await expect(page.getByText('You have no tokens.')).toBeVisible()
    expect((await request.get('/api/v1/records/customer?limit=1', { headers })).status()).toBe(401)
  })

  test('turns two-step verification on and off', async ({ page }) => {
    const api = await session(page, 'b')
    await page.goto('/me/security')
    await page.getByRole('button', { name: '开启两步验证' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('img', { name: '用于验证器应用的二维码' })).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `me-factor-${theme}`))
    const secret = await dialog.locator('.e-code').innerText()
    await dialog.getByRole('textbox', { name: '验证码' }).fill(codeOf(secret))
    await dialog.getByRole('button', { name: '确认' }).click()
    const codes = dialog.locator('.e-codes li')
    await expect(codes.first()).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `me-recovery-codes-${theme}`))
    const recovery = await codes.first().innerText()
    await dialog.getByRole('button', { name: '我已保存' }).click()
    await page.getByRole('button', { name: '关闭两步验证' }).click()
    await dialog.getByRole('textbox').fill(recovery)
    await dialog.getByRole('button', { name: '关闭两步验证' }).click()
    await expect(page.getByRole('button', { name: '开启两步验证' })).toBeVisible()
    expect(await api.get<{ enabled: boolean }>('me/second-factor')).toMatchObject({ enabled: false })
  })
})
