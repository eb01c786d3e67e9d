// C1, C6: of many cells that are pasted, what the server refuses is told by record; the rest can be undone.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { type Api, session, shot } from './session.ts'

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((data) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', data)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

const phonesOf = async (api: Api, name: string) => {
  const query = `fields=phone&sort=created_at&filter=${encodeURIComponent(`name == '${name}'`)}`
  const { data } = await api.get<{ data: { phone: string | null }[] }>(`records/customer?${query}`)
  return data.map(({ phone }) => phone)
}

test('what a paste could not change is told, and the rest is undone', async ({ page }) => {
  const api = await session(page, 'manager', 'en')
  const name = `Paste ${Date.now().toString(36)}`
  for (let at = 0; at < 3; at++) await api.send('POST', 'records/customer', { name, source: 'website' })
  await page.goto(`/e/customer?q=${encodeURIComponent(name)}&sort=created_at`)
  await expect(page.locator('.v-grid__body [role=row]')).toHaveCount(3)
  const tail = String(Date.now()).slice(-7)
  const cell = page.locator('.v-grid__body [role=row]').first().locator('[data-field=phone]')
  await cell.click()
  await paste(page, `1391${tail}\n12\n1392${tail}\n`)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 of 3 records stays as it was')
  await expect(dialog).toContainText('2 records are changed.')
  await expect(dialog.getByRole('listitem')).toContainText(`2 · ${name}`)
  expect(await phonesOf(api, name)).toEqual([`+861391${tail}`, null, `+861392${tail}`])
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `paste-refused-${theme}`))
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('.m-toast')).toContainText('undone')
  expect(await phonesOf(api, name)).toEqual([null, null, null])
  await expect(cell).toBeFocused()
})

test('粘贴后逐条说明未能更改的记录', async ({ page }) => {
  const api = await session(page, 'manager')
  const name = `粘贴${Date.now().toString(36)}`
  for (let at = 0; at < 2; at++) await api.send('POST', 'records/customer', { name, source: 'website' })
  await page.goto(`/e/customer?q=${encodeURIComponent(name)}&sort=created_at`)
  await expect(page.locator('.v-grid__body [role=row]')).toHaveCount(2)
  await page.locator('.v-grid__body [role=row]').first().locator('[data-field=phone]').click()
  await paste(page, '12\n13\n')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2 条中有 2 条保持原样')
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await expect(dialog.getByRole('button', { name: '撤销' })).toHaveCount(0)
  await shot(page, 'paste-refused-zh')
})
