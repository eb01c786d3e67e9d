import { expect, test } from '@playwright/test'
import { customer, session, shot } from './session.ts'

function token(length: number): string {
  return Array.from({ length }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')
}

test.describe('the shell', () => {
  test('shows an entity as soon as it is published', async ({ page }) => {
    const api = await session(page, 'admin')
    await page.goto('/e/customer')
    await expect(page.getByRole('grid')).toBeVisible()
    const name = `ticket_${token(6)}`
    await api.send('PUT', `definitions/entity/${name}`, {
      $schema: 'mortise:entity',
      name,
      title: { 'zh-CN': `工单${name}`, en: `Ticket ${name}` },
      type: 'object',
      'x-id': token(10),
      'x-icon': 'ticket',
      'x-color': 'violet',
      'x-label': 'subject',
      properties: {
        subject: {
          'x-field': 'text',
          'x-id': token(10),
          title: { 'zh-CN': '主题', en: 'Subject' },
          maxLength: 80,
        },
      },
      required: ['subject'],
    })
    await api.send('PUT', `definitions/grant/${name}_admin`, {
      $schema: 'mortise:grant',
      name: `${name}_admin`,
      role: 'administrator',
      entity: name,
      actions: ['read', 'create', 'update', 'archive', 'restore'],
      scope: 'all',
      read: 'all',
      write: 'all',
    })
    await api.send('POST', 'draft:publish', { comment: 'a ticket' })
    await page.locator('.v-tab').nth(1).click()
    const link = page.locator('.a-nav__item', { hasText: `工单${name}` })
    await expect(link).toBeVisible()
    await link.click()
    await expect(page.getByRole('heading', { name: `还没有工单${name}` })).toBeVisible()
    await shot(page, 'list-empty')
    await page.getByRole('button', { name: `新建工单${name}` }).click()
    await page.locator('[data-field=subject]').getByRole('textbox').fill('第一条')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('heading', { name: '第一条', level: 1 })).toBeVisible()
  })

  test('counts the records of what is in sight, and of the rest when it comes', async ({ page }) => {
    await session(page, 'admin')
    await page.setViewportSize({ width: 1440, height: 320 })
    const asked = new Set<string>()
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (searchParams.get('count') === 'exact' && searchParams.get('limit') === '1')
        asked.add(pathname.split('/').at(-1) ?? '')
    })
    await page.goto('/search')
    const links = page.locator('.a-nav__item[href^="/e/"]')
    await expect(links.first().locator('.a-nav__count')).not.toBeEmpty()
    const last = (await links.last().getAttribute('href'))?.split('/').at(-1) ?? ''
    expect(asked.has(last)).toBe(false)
    await links.last().scrollIntoViewIfNeeded()
    await expect(links.last().locator('.a-nav__count')).not.toBeEmpty()
    expect(asked.has(last)).toBe(true)
  })

  test('jumps by the palette', async ({ page }) => {
    const api = await session(page, 'manager')
    const one = await customer(api, 'phone != nil')
    await page.goto('/e/customer')
    await expect(page.getByRole('grid')).toBeVisible()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: '搜索或跳转' })
    await palette.getByRole('combobox').fill(one.name)
    await expect(palette.getByRole('option').first()).toContainText(one.name)
    await shot(page, 'palette')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: one.name, level: 1 })).toBeVisible()
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill('校区')
    await palette.getByRole('option').first().click()
    await expect(page).toHaveURL(/\/e\/campus/)
  })

  test('says that a page is not there, or not for the caller', async ({ page }) => {
    await session(page, 'a')
    await page.goto('/e/no_such_entity')
    await expect(page.getByRole('heading', { name: '找不到这个页面', level: 2 })).toBeVisible()
    await page.goto('/e/campus/new')
    await expect(page.getByRole('heading', { name: '没有权限', level: 2 })).toBeVisible()
    await page.goto('/e/campus')
    await expect(page.getByRole('grid')).toBeVisible()
    await expect(page.getByRole('button', { name: '新建', exact: true })).toHaveCount(0)
  })

  test('switches language and appearance for the account', async ({ page }) => {
    await session(page, 'manager')
    await page.goto('/e/customer')
    await page.locator('.a-user').click()
    await shot(page, 'user-menu')
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await expect(page.getByRole('columnheader', { name: 'Name' })).toBeVisible()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.reload()
    await expect(page.getByRole('columnheader', { name: 'Name' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })
})
