// Shows: the navigation of a role is drawn by mouse, by keys and by menu, and is what that role gets (goal 5).
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, hashOf, openDesigner, seed, signInAsNew } from './designer.ts'
import { options } from './select.ts'
import { type Api, shot } from './session.ts'

interface Item {
  entity?: string
  title?: string
  items?: Item[]
}

/** A menu of customer, course and class, in the draft of one's own. */
async function open(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design', language)
  const name = `desk_${seed()}`
  const items = ['customer', 'course', 'class'].map((entity) => ({ 'x-id': seed(10), entity }))
  await api.send('PUT', `definitions/menu/${name}?draft=own`, { name, title: `Desk ${name}`, items })
  await page.goto(`/design/menus?item=${name}`)
  await expect(row(page, 'Customers').or(row(page, '客户'))).toBeVisible()
  return { api, name }
}

const row = (page: Page, title: string) =>
  page.getByRole('button', { name: title, exact: true }).and(page.locator('.b-menu-row__name'))
const grip = (page: Page, title: string): Locator =>
  page.locator('.b-menu-row', { has: row(page, title) }).locator('.b-menu-row__grip')
const line = (page: Page, title: string) => page.locator('.b-menu-row', { has: row(page, title) })
const order = (page: Page) => page.locator('.b-menu-row__name').allTextContents()

/** What is saved of a menu: "customer group(course)". */
async function saved(page: Page, api: Api, name: string): Promise<string> {
  await hashOf(page, api, 'menu', name)
  const { data } = await api.get<{ data: { name: string; body: { items: Item[] } }[] }>(
    'definitions?kind=menu&draft=own',
  )
  const said = (items: Item[]): string =>
    items.map((one) => one.entity ?? `${one.title}(${said(one.items ?? [])})`).join(' ')
  return said(data.find((one) => one.name === name)?.body.items ?? [])
}

test('a menu is drawn by mouse, by keys and by menu, with the same result', async ({ page }) => {
  test.setTimeout(120_000)
  const { api, name } = await open(page)
  const before = await hashOf(page, api, 'menu', name)
  const undoAll = async (steps: number) => {
    for (let step = 0; step < steps; step++) await page.keyboard.press('Control+z')
    expect(await hashOf(page, api, 'menu', name)).toBe(before)
  }
  expect(await order(page)).toEqual(['Customers', 'Courses', 'Classes'])

  await drag(page, grip(page, 'Classes'), line(page, 'Customers'), 'above')
  await expect.poll(() => order(page)).toEqual(['Classes', 'Customers', 'Courses'])
  const moved = await hashOf(page, api, 'menu', name)
  await undoAll(1)

  await row(page, 'Classes').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => order(page)).toEqual(['Customers', 'Classes', 'Courses'])
  await expect(row(page, 'Classes')).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Classes moved to place 2 of 3' })).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => order(page)).toEqual(['Classes', 'Customers', 'Courses'])
  expect(await hashOf(page, api, 'menu', name)).toBe(moved)
  await undoAll(2)

  await page.getByRole('button', { name: 'Move Classes to…' }).click()
  await page.getByRole('menuitem', { name: 'At the beginning' }).click()
  await expect.poll(() => order(page)).toEqual(['Classes', 'Customers', 'Courses'])
  expect(await hashOf(page, api, 'menu', name)).toBe(moved)

  // A group, what is put into it, and out of it again by keys.
  await page.getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByLabel('Title').fill('School')
  await page.getByRole('button', { name: 'Move Courses to…' }).click()
  await page.getByRole('menuitem', { name: 'into School' }).click()
  await drag(page, grip(page, 'Classes'), line(page, 'Courses'), 'below')
  await expect.poll(() => saved(page, api, name)).toBe('customer School(course class)')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-menu-${theme}`))
  await row(page, 'Classes').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(() => saved(page, api, name)).toBe('customer School(course) class')
  await page.keyboard.press('Alt+ArrowRight')
  await expect.poll(() => saved(page, api, name)).toBe('customer School(course class)')

  // From the palette, out again by a key, and twenty steps there and back.
  await page.getByRole('button', { name: 'Put in Campuses' }).click()
  await expect.poll(() => order(page)).toContain('Campuses')
  await page.keyboard.press('Delete')
  await expect.poll(() => order(page)).not.toContain('Campuses')
  await row(page, 'Customers').focus()
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press(step % 2 === 0 ? 'Alt+ArrowDown' : 'Alt+ArrowUp')
    await expect.poll(async () => (await order(page))[0]).toBe(step % 2 === 0 ? 'School' : 'Customers')
  }
  const made = await hashOf(page, api, 'menu', name)
  for (let step = 0; step < 27; step++) await page.keyboard.press('Control+z')
  expect(await hashOf(page, api, 'menu', name)).not.toBe(made)
  for (let step = 0; step < 27; step++) await page.keyboard.press('Control+Shift+z')
  expect(await hashOf(page, api, 'menu', name)).toBe(made)
})

test('a new menu is given to a role, which has it once it is published', async ({ page, browser }) => {
  test.setTimeout(120_000)
  await openDesigner(page, '/design/roles')
  const word = seed()
  await page.getByLabel('New role').fill(`Clerk ${word}`)
  await page.getByLabel('New role').press('Enter')
  await page.getByRole('navigation').getByRole('link', { name: 'Menus' }).click()
  await page.getByLabel('New menu').fill(`Front desk ${word}`)
  await page.getByLabel('New menu').press('Enter')
  await expect(row(page, 'Customers')).toBeVisible()
  await page.getByLabel('Who has it').fill(`Clerk ${word}`)
  await options(page, `Clerk ${word}`).click()
  await page.keyboard.press('Escape')
  // Nobody gave the role anything: each of these is left out for it.
  await expect(
    line(page, 'Customers').getByRole('img', {
      name: `Clerk ${word} may not read this: it is left out for them.`,
    }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Link to an address' }).click()
  await page.getByLabel('Title').fill(`Find ${word}`)
  await page.getByLabel('Address').fill('/search')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Publish now' }).click()
  await expect(page.getByText(/Published as revision/)).toBeVisible()

  const role = `clerk_${word}`
  for (const [roles, has] of [
    [[role], true],
    [['salesperson'], false],
  ] as const) {
    const context = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL })
    const its = await context.newPage()
    await signInAsNew(its, [...roles])
    await its.goto('/')
    await expect(its.getByRole('link', { name: 'Home' })).toBeVisible()
    await expect(its.getByRole('link', { name: `Find ${word}` })).toHaveCount(has ? 1 : 0)
    if (has) await expect(its.getByRole('link', { name: 'Customers' })).toHaveCount(0)
    await context.close()
  }
})

test('a menu can be drawn on a phone, in Chinese', async ({ page }) => {
  await open(page, 'zh-CN')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-menu-phone-${theme}`))
})
