// C6 (lists as boards, calendars, trees and galleries), P4 (access decides what can be moved), M3.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { type Plan, publishPlan } from './boards-definitions.ts'
import { type Api, session, shot } from './session.ts'

const column = (page: Page, key: string) => page.locator(`[data-column="${key}"]`)
const toast = (page: Page) => page.locator('.m-toast').last()

async function statusOf(api: Api, id: string): Promise<unknown> {
  return (await api.get<{ status: unknown }>(`records/customer/${id}?fields=status`)).status
}

test.describe('a kanban', () => {
  test('moves a card by drag, menu and keys, and back, as its salesperson', async ({ page }) => {
    const api = await session(page, 'a')
    await page.goto('/e/customer?view=customer.board')
    const from = column(page, 'contacted')
    const card = from.locator('[data-card]', { has: page.locator('.vb-card__menu') }).first()
    await expect(card).toBeVisible()
    const id = (await card.getAttribute('data-card')) ?? ''
    const one = page.locator(`[data-card="${id}"]`)
    const counted = async () => Number((await from.locator('.vb-head__count').innerText()).replace(/\D/g, ''))
    const count = await counted()

    await card.dragTo(column(page, 'interested'))
    await expect(column(page, 'interested').locator(`[data-card="${id}"]`)).toBeVisible()
    await expect.poll(counted).toBe(count - 1)
    await expect(toast(page)).toContainText('有意向')
    expect(await statusOf(api, id)).toBe('interested')
    await toast(page).getByRole('button', { name: '撤销' }).click()
    await expect(from.locator(`[data-card="${id}"]`)).toBeVisible()

    await one.getByRole('link').focus()
    await page.keyboard.press('Alt+ArrowRight')
    await expect(column(page, 'interested').locator(`[data-card="${id}"]`)).toBeVisible()
    await expect(one.getByRole('link')).toBeFocused()
    await expect.poll(() => statusOf(api, id)).toBe('interested')

    await one.locator('.vb-card__menu').click()
    await page.getByRole('menuitemradio', { name: '已联系' }).click()
    await expect(from.locator(`[data-card="${id}"]`)).toBeVisible()
    await expect.poll(() => statusOf(api, id)).toBe('contacted')
  })

  test('puts a refused card back with the words of the server, and says why others do not move', async ({
    page,
  }) => {
    await session(page, 'a', 'en')
    await page.goto('/e/customer?view=customer.board')
    const from = column(page, 'contacted')
    const card = from.locator('[data-card]', { has: page.locator('.vb-card__menu') }).first()
    const id = (await card.getAttribute('data-card')) ?? ''
    await page.route(`**/records/customer/${id}*`, (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 422, code: 'invalid', detail: 'A class is needed first.' }),
          })
        : route.continue(),
    )
    await card.dragTo(column(page, 'interested'))
    await expect(toast(page)).toContainText('A class is needed first.')
    await expect(from.locator(`[data-card="${id}"]`)).toBeVisible()

    const pooled = column(page, 'new').locator('[data-card]:not(:has(.vb-card__menu))').first()
    await pooled.dragTo(column(page, 'interested'))
    await expect(toast(page)).toContainText('You may not change')
  })

  test('folds columns for good, and begins a record of a column', async ({ page }) => {
    await session(page, 'manager', 'en')
    await page.goto('/e/customer?view=customer.board')
    await page.getByRole('button', { name: 'Fold “Lost”' }).click()
    await expect(column(page, 'lost')).toHaveAttribute('data-closed', 'true')
    await page.reload()
    await expect(column(page, 'lost')).toHaveAttribute('data-closed', 'true')
    await page.getByRole('button', { name: 'Unfold “Lost”' }).click()
    await expect(column(page, 'lost').locator('[data-card]').first()).toBeVisible()
    await page.getByRole('button', { name: 'New record in “Contacted”' }).click()
    await expect(page).toHaveURL(/\/new\?preset=/)
    await expect(page.locator('.r-stages [aria-current=step]')).toHaveText('Contacted')
  })
})

test('a kanban is accessible', async ({ page }) => {
  await session(page, 'manager', 'zh-CN')
  await page.goto('/e/customer?view=customer.board&q=%E9%A9%AC')
  await expect(page.locator('[data-card]').first()).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `kanban-zh-${theme}`))
})

test.describe('other boards', () => {
  test.describe.configure({ mode: 'serial' })
  const month = new Date().toISOString().slice(0, 7)
  let plan: Plan

  async function open(page: Page, kind: string, language: string): Promise<Api> {
    const api = await session(page, 'manager', language)
    await page.goto(`/e/${plan.entity}?view=${plan.entity}.${kind}`)
    return api
  }
  const daysOf = async (api: Api, id: string) => {
    const { starts, ends } = await api.get<{ starts: string; ends: string | null }>(
      `records/${plan.entity}/${id}`,
    )
    return `${starts.slice(8)}-${ends?.slice(8) ?? ''}`
  }

  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage()
    plan = await publishPlan(await session(page, 'admin'), month)
    await page.close()
  })

  test('a calendar moves records with their end, walks by keys and begins a record of a day', async ({
    page,
  }) => {
    const api = await open(page, 'calendar', 'en')
    const entry = page.getByRole('link', { name: /^Spring/ })
    const day = (number: string) => page.locator(`[data-day="${month}-${number}"]`)
    await entry.dragTo(day('11'), { sourcePosition: { x: 20, y: 10 } })
    await expect(toast(page)).toContainText('Moved “Spring”')
    expect(await daysOf(api, plan.spring)).toBe('11-13')
    await toast(page).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => daysOf(api, plan.spring)).toBe('03-05')

    const dinner = page.getByRole('link', { name: 'Dinner' })
    await dinner.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(() => daysOf(api, plan.dinner)).toBe('13-')
    await expect(entry).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `calendar-en-${theme}`))
    await page.getByRole('button', { name: 'Week' }).click()
    await expect(page.locator('.vc-week')).toHaveCount(1)
    await page.getByRole('button', { name: 'Agenda' }).click()
    await expect(page.locator('.vc-agenda__link')).toHaveText(['Spring', 'Tour', 'Dinner'])
    await expect(page).toHaveURL(/mode=agenda/)
    await page.getByRole('button', { name: 'Month' }).click()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/)
    const title = (await page.locator('.vc-head__title').textContent()) ?? ''
    await page.reload()
    await expect(page.locator('.vc-head__title')).toHaveText(title)
    await page.getByRole('button', { name: 'Today' }).click()
    await expect(page).not.toHaveURL(/day=/)
    await day('20').focus()
    await page.keyboard.press('ArrowRight')
    await expect(day('21')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/new\?preset=/)
    await expect(page.locator('.r-field[data-field=starts] input')).toHaveValue(`${month}-21`)
  })

  test('a tree opens by keys, moves below others and never below itself', async ({ page }) => {
    const api = await open(page, 'tree', 'zh-CN')
    const row = (name: string) => page.getByRole('row', { name })
    await row('Dinner').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await expect(row('Tour')).toHaveAttribute('aria-level', '2')
    await row('Spring').dragTo(row('Tour'))
    await expect(toast(page)).toContainText('不能移到自己下面')
    await row('Dinner').dragTo(row('Tour'))
    await expect(toast(page)).toContainText('已将“Dinner”移到“Tour”下')
    await expect(row('Dinner')).toHaveAttribute('aria-level', '3')
    await page.locator('.v-search input').fill('Dinner')
    await page.keyboard.press('Enter')
    await expect(row('Spring')).toHaveAttribute('data-grey', 'true')
    await expect(row('Dinner')).not.toHaveAttribute('data-grey')
    await expect(row('Dinner')).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `tree-zh-${theme}`))
    await row('Dinner').focus()
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(toast(page)).toContainText('Spring')
    const dinner = await api.get<{ above: string }>(`records/${plan.entity}/${plan.dinner}`)
    expect(dinner.above).toBe(plan.spring)
  })

  test('a gallery shows cards, and is a list on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, 'gallery', 'zh-CN')
    await expect(page.locator('.vg-link')).toHaveText(['Dinner', 'Spring', 'Tour'])
    await expect(page.locator('.vg-link').first()).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `gallery-zh-phone-${theme}`))
    await page.goto(`/e/${plan.entity}?view=${plan.entity}.calendar`)
    await expect(page.locator('.vc-agenda__link').first()).toBeVisible()
    await page.locator('.v-search input').fill('nothing of the kind')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '本月没有记录' })).toBeVisible()
  })
})
