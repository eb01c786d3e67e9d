import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { type Api, session, shot } from './session.ts'

const id = (n: number) => `menuspec${String(n).padStart(2, '0')}`

/** What two roles get, before what ships. A sales manager is a salesperson, too; only administrators read webhooks. */
const menus: { [name: string]: { [member: string]: unknown } } = {
  e2e_sales: {
    title: { 'zh-CN': '销售工作台', en: 'Sales desk' },
    roles: ['salesperson'],
    order: -2,
    items: [
      { 'x-id': id(1), entity: 'customer', view: 'customer.mine' },
      { 'x-id': id(2), entity: 'customer', title: { 'zh-CN': '所有线索', en: 'Every lead' } },
      {
        'x-id': id(3),
        title: { 'zh-CN': '课程资料', en: 'Courses' },
        items: [
          { 'x-id': id(4), entity: 'course' },
          { 'x-id': id(5), entity: 'webhook', title: '推送' },
          { 'x-id': id(6), url: 'https://example.com/', title: '帮助中心', icon: 'book' },
        ],
      },
      {
        'x-id': id(7),
        title: { 'zh-CN': '后台', en: 'Office' },
        items: [{ 'x-id': id(8), entity: 'webhook' }],
      },
    ],
  },
  e2e_manager: {
    title: { 'zh-CN': '经理看板', en: 'Manager desk' },
    roles: ['sales_manager'],
    order: -2,
    items: [{ 'x-id': id(9), entity: 'campus' }],
  },
  e2e_quick: {
    title: { 'zh-CN': '快捷入口', en: 'Quick ways' },
    roles: ['salesperson'],
    order: -1,
    items: [
      { 'x-id': id(10), url: '/search?q=13', title: { 'zh-CN': '找手机号', en: 'Find a number' } },
      { 'x-id': id(11), entity: 'customer', view: 'customer.board' },
    ],
  },
}

async function publish(page: Page): Promise<void> {
  const api = await session(page, 'admin')
  for (const [name, menu] of Object.entries(menus)) {
    await api.send('PUT', `definitions/menu/${name}`, { $schema: 'mortise:menu', name, ...menu })
  }
  await api.send('POST', 'draft:publish', { comment: 'menus' })
}

async function signIn(page: Page, who: 'a' | 'manager'): Promise<Api> {
  const api = await session(page, who)
  await api.send('PATCH', 'me/preferences', { sidebar: null })
  return api
}

/** The links of a menu, those of its groups too. */
const links = (page: Page, menu: string) =>
  page.locator(`.a-side__scroll > .a-nav__head:has-text("${menu}") + ul .a-nav__item .truncate`)
const heading = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name, exact: true })

test.describe('the menu of a role', () => {
  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage()
    await publish(page)
    await page.close()
  })

  test.afterAll(async ({ browser }) => {
    const page = await browser.newPage()
    const api = await session(page, 'admin')
    for (const name of Object.keys(menus)) await api.send('DELETE', `definitions/menu/${name}`)
    await api.send('POST', 'draft:publish', { comment: 'no menus' })
    for (const who of ['a', 'manager'] as const) await signIn(page, who)
    await page.close()
  })

  test('stands in place of all entities, without what its user may not read', async ({ page }) => {
    await signIn(page, 'a')
    await page.goto('/e/course')
    await expect(heading(page, '销售工作台')).toBeVisible()
    await expect(links(page, '销售工作台')).toHaveText(['我的客户', '所有线索', '课程', '帮助中心'])
    await expect(heading(page, '后台')).toHaveCount(0)
    await expect(page.getByText('推送')).toHaveCount(0)
    await expect(heading(page, '业务对象')).toHaveCount(0)
    await expect(page.getByRole('navigation').getByRole('link', { name: '校区' })).toHaveCount(0)
    await expect(page.locator('.a-nav__item[aria-current=page] .truncate')).toHaveText('课程')
    await expect(page.locator('.a-nav__item', { hasText: '所有线索' }).locator('.a-nav__count')).toHaveText(
      /\d/,
    )
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `menu-${theme}`))
  })

  test('leads to entities, views, pages and out', async ({ page }) => {
    await signIn(page, 'a')
    await page.goto('/')
    const link = (name: string) => page.getByRole('navigation').getByRole('link', { name })
    await link('我的客户').click()
    await expect(page).toHaveURL(/\/e\/customer\?view=customer\.mine/)
    await expect(page.locator('.a-side [aria-current=page] .truncate')).toHaveText('我的客户')
    await link('所有线索').click()
    await expect(page).toHaveURL(/\/e\/customer$/)
    await expect(page.locator('.a-side [aria-current=page] .truncate')).toHaveText('所有线索')
    const out = link('帮助中心')
    await expect(out).toHaveAttribute('target', '_blank')
    await expect(out).toHaveAttribute('rel', /noopener/)
    await expect(out).toHaveAccessibleName(/在新标签页打开/)
  })

  test('closes a group with the keyboard, and keeps it closed', async ({ page }) => {
    await signIn(page, 'a')
    await page.goto('/e/course')
    const group = heading(page, '课程资料')
    await expect(group).toHaveAttribute('aria-expanded', 'true')
    const kept = page.waitForResponse((answer) => answer.url().endsWith('me/preferences') && answer.ok())
    await group.press('Enter')
    await expect(group).toHaveAttribute('aria-expanded', 'false')
    await expect(links(page, '销售工作台')).toHaveText(['我的客户', '所有线索'])
    await kept
    await page.reload()
    await expect(group).toHaveAttribute('aria-expanded', 'false')
  })

  test('gives another role another one, and a switch between two, which is kept', async ({ page }) => {
    await signIn(page, 'manager')
    await page.goto('/e/campus')
    await expect(heading(page, '经理看板')).toBeVisible()
    await expect(links(page, '经理看板')).toHaveText(['校区'])
    const sw = page.getByRole('navigation').getByRole('button', { name: '切换菜单' })
    await sw.press('Enter')
    const choices = page.getByRole('menu', { name: '切换菜单' }).getByRole('menuitemradio')
    await expect(choices).toHaveText(['经理看板', '销售工作台', '快捷入口', '销售管理', '销售工作台'])
    await expect(choices.first()).toBeFocused()
    await expect(choices.first()).toHaveAttribute('aria-checked', 'true')
    await shot(page, 'menu-switch')
    const kept = page.waitForResponse((answer) => answer.url().endsWith('me/preferences') && answer.ok())
    await page.keyboard.press('ArrowUp')
    await expect(choices.last()).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(sw).toBeFocused()
    await expect(links(page, '快捷入口')).toHaveText(['找手机号', '跟进看板'])
    await kept
    await page.reload()
    await expect(heading(page, '快捷入口')).toBeVisible()
    await page.evaluate(() => Object.assign(window, { here: true }))
    await page.getByRole('navigation').getByRole('link', { name: '找手机号' }).click()
    await expect(page).toHaveURL(/\/search\?q=13$/)
    await expect(page.locator('.a-side [aria-current=page] .truncate')).toHaveText('找手机号')
    expect(await page.evaluate(() => 'here' in window), 'the page was not loaded anew').toBe(true)
  })

  test('hides nothing from the palette', async ({ page }) => {
    await signIn(page, 'manager')
    await page.goto('/e/campus')
    await expect(links(page, '经理看板')).toHaveText(['校区'])
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('课程')
    await page.getByRole('option', { name: /课程/ }).first().click()
    await expect(page).toHaveURL(/\/e\/course/)
  })

  test('is in the drawer of a phone, which goes when a link is followed', async ({ page }) => {
    await signIn(page, 'a')
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto('/e/customer')
    await page.getByRole('button', { name: '打开导航' }).click()
    const drawer = page.locator('dialog.a-drawer')
    await expect(links(page, '销售工作台')).toHaveText(['我的客户', '所有线索', '课程', '帮助中心'])
    await drawer.getByRole('button', { name: '切换菜单' }).click()
    await expect(drawer.getByRole('menuitemradio')).toHaveText(['销售工作台', '快捷入口', '销售工作台'])
    await shot(page, 'menu-phone')
    await page.keyboard.press('Escape')
    await drawer.getByRole('link', { name: '课程', exact: true }).click()
    await expect(page).toHaveURL(/\/e\/course/)
    await expect(drawer).toHaveCount(0)
  })

  test('leaves the automatic navigation to whom no menu is for', async ({ page }) => {
    await session(page, 'admin')
    await page.goto('/e/course')
    await expect(heading(page, '业务对象')).toBeVisible()
    await expect(page.getByRole('button', { name: '调整导航' })).toHaveCount(1)
    await expect(page.getByRole('navigation').getByRole('link', { name: '校区' })).toBeVisible()
  })
})
