// M7, P14: what others do shows at once in a list that is open.
import { expect, test } from '@playwright/test'
import { customer, session } from './session.ts'

test('a record changes in a list that is open, and leaves it when it may be read no longer', async ({
  page,
  browser,
}) => {
  const colleague = await browser.newPage()
  const manager = await session(colleague, 'manager')
  const { user: other } = await (await session(page, 'b')).get<{ user: { id: string } }>('me')
  const mine = await session(page, 'a')
  const one = await customer(mine, 'consultant == me && phone != nil')
  const me = one.consultant
  await page.goto(`/e/customer?q=${encodeURIComponent(one.name)}`)
  const cell = page.locator('.v-grid__cell--label', { hasText: one.name }).first()
  await expect(cell).toBeVisible()

  const { name } = one
  await manager.send('PATCH', `records/customer/${one.id}`, { name: `${name}·改` })
  await expect(page.locator('.v-grid__cell--label', { hasText: `${name}·改` })).toBeVisible()
  await manager.send('PATCH', `records/customer/${one.id}`, { name })
  await expect(page.locator('.v-grid__cell--label', { hasText: `${name}·改` })).toHaveCount(0)

  const rows = page.locator('.v-grid__body [role=row]')
  const before = await rows.count()
  await manager.send('POST', `records/customer/${one.id}:assign`, { to: { user: other.id } })
  await expect(rows).toHaveCount(before - 1)
  await manager.send('POST', `records/customer/${one.id}:assign`, { to: { user: me } })
  await expect(rows).toHaveCount(before)
  await colleague.close()
})

test('an entity that is published while a page is open appears in its sidebar', async ({ page, browser }) => {
  const designer = await browser.newPage()
  const admin = await session(designer, 'admin', 'en')
  await session(page, 'manager', 'en')
  await page.goto('/e/customer')
  await expect(page.locator('.v-grid__body [role=row]').first()).toBeVisible()
  const title = `Room ${Date.now().toString(36)}`
  const name = `room_${Date.now().toString(36)}`
  await admin.send('POST', 'definitions:apply', {
    documents: [
      {
        kind: 'entity',
        name,
        body: {
          name,
          type: 'object',
          title: { en: title, 'zh-CN': title },
          'x-plural': { en: title, 'zh-CN': title },
          'x-label': 'name',
          properties: { name: { 'x-field': 'text', title: { en: 'Name', 'zh-CN': '名称' } } },
        },
      },
      {
        kind: 'grant',
        name: `${name}_all`,
        body: {
          name: `${name}_all`,
          role: 'everyone',
          entity: name,
          actions: ['read'],
          scope: 'all',
          read: 'all',
        },
      },
    ],
  })
  await expect(page.getByRole('navigation').getByRole('link', { name: title })).toBeVisible()
  await expect(page.locator('.m-toast')).toContainText('The design was changed')
  await designer.close()
})
