import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { openDesigner, seed } from './designer.ts'
import { shot } from './session.ts'

test('a spreadsheet becomes a published entity with its rows', async ({ page }) => {
  test.setTimeout(120_000)
  const api = await openDesigner(page)
  const word = seed()
  const lines = Array.from({ length: 40 }, (_, nth) => {
    const day = String((nth % 28) + 1).padStart(2, '0')
    return `Order ${nth + 1},2026-03-${day},${['Online', 'Shop', 'Phone'][nth % 3]},${(nth + 1) * 12.5},${nth + 1}`
  })
  const text = ['Name,Order date,Channel,Amount,Quantity', ...lines].join('\n')
  const chosen = { name: `sales ${word}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) }
  await page.locator('input[type=file]').setInputFiles(chosen)
  const dialog = page.getByRole('dialog', { name: 'An entity from a spreadsheet' })
  await expect(dialog.getByText('its 40 rows are imported')).toBeVisible()
  const types = await dialog
    .locator('select')
    .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
  expect(types).toEqual(['text', 'date', 'choice', 'money', 'integer'])
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-sheet-${theme}`))
  await dialog.getByLabel('New entity').fill(`Sale ${word}`)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.locator('.b-field')).toHaveCount(5)
  await expect(page.getByLabel('Options of Channel')).toHaveValue('Online, Shop, Phone')
  await expect(page.getByText(/are imported once this is published/)).toBeVisible()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Publish now' }).click()
  await page.getByRole('link', { name: 'Import them' }).click()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('button', { name: 'Import 40 rows' }).click()
  await expect
    .poll(async () => (await api.get<{ count: number }>(`records/sale_${word}?count=exact&limit=1`)).count)
    .toBe(40)
  const query = new URLSearchParams({ fields: 'name,channel,amount,quantity', filter: "name == 'Order 4'" })
  const { data } = await api.get<{ data: { channel: string; quantity: number }[] }>(
    `records/sale_${word}?${query}`,
  )
  expect([data[0]?.channel.toLowerCase(), data[0]?.quantity]).toEqual(['online', 4])
})
