// The designer of views: columns by mouse, by keyboard and by menu; what is drawn is what the list shows.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, dragBefore, expectSaved, hashOf, openDesigner, seed } from './designer.ts'
import { options } from './select.ts'
import { shot } from './session.ts'

const id = () => seed(10)
const field = (type: string, title: string, more = {}) => ({ 'x-field': type, 'x-id': id(), title, ...more })

/** Opens the views of an entity of one's own, in the draft of one's own. */
async function open(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design', language)
  const entity = `deal_${seed()}`
  await api.send('PUT', `definitions/entity/${entity}?draft=own`, {
    name: entity,
    title: 'Deal',
    type: 'object',
    'x-id': id(),
    'x-label': 'name',
    properties: {
      name: field('text', 'Name'),
      amount: field('money', 'Amount', { 'x-currency': 'EUR', 'x-scale': 2 }),
      stage: field('choice', 'Stage', {
        oneOf: [
          { const: 'new', title: 'New', 'x-id': id() },
          { const: 'won', title: 'Won', 'x-id': id() },
        ],
      }),
      hot: field('boolean', 'Hot'),
      due: field('date', 'Due'),
    },
  })
  await page.goto(`/design/e/${entity}/views`)
  await expect(node(page, 'name')).toBeVisible()
  return { api, entity, view: `${entity}.all` }
}

const node = (page: Page, name: string) => page.locator(`[data-node="column:${name}"]`)
const names = (page: Page) =>
  page
    .locator('.b-view-heads [data-column]')
    .evaluateAll((list) => list.map((one) => (one as HTMLElement).dataset.column))
const focused = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement)?.dataset.node)
const views = (page: Page) =>
  page.locator('.b-view > .b-view-side .b-view-list__name .truncate:first-child').allTextContents()
const panel = (page: Page) => page.locator('.b-view-panel')
const rest = (page: Page) => page.locator('.b-view-head').click({ position: { x: 5, y: 5 } })

/** Chooses in one of the lists of the panel. */
async function choose(page: Page, label: string, option: string) {
  await panel(page).getByRole('combobox', { name: label }).click()
  await options(page, option).first().click()
}

test('mouse, keyboard and menu order columns alike', async ({ page }) => {
  const { api, view } = await open(page)
  await expect(page.getByText('Made by itself; change it to make it yours.')).toBeVisible()
  const before = ['name', 'amount', 'stage', 'hot', 'due']
  const after = ['name', 'due', 'amount', 'stage', 'hot']
  await expect.poll(() => names(page)).toEqual(before)
  const takeBack = async (steps: number) => {
    await rest(page)
    for (let step = 0; step < steps; step++) await page.keyboard.press('Control+z')
    await expect.poll(() => names(page)).toEqual(before)
    expect(await hashOf(page, api, 'view', view)).toBe('')
  }

  await dragBefore(page, node(page, 'due'), node(page, 'amount'))
  await expect.poll(() => names(page)).toEqual(after)
  await expect.poll(() => focused(page)).toBe('column:due')
  const byMouse = await hashOf(page, api, 'view', view)
  expect(byMouse).not.toBe('')
  await takeBack(1)

  await node(page, 'name').focus()
  await page.keyboard.press('End')
  await expect.poll(() => focused(page)).toBe('column:due')
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press('Alt+ArrowLeft')
    await expect.poll(() => focused(page)).toBe('column:due')
  }
  await expect.poll(() => names(page)).toEqual(after)
  await expect(page.getByRole('status').filter({ hasText: 'Due moved to place 2 of 5' })).toHaveCount(1)
  expect(await hashOf(page, api, 'view', view)).toBe(byMouse)
  await takeBack(3)

  await node(page, 'due').click()
  await page.getByRole('button', { name: 'Move Due to…' }).click()
  await page.getByRole('menuitem', { name: 'before Amount' }).click()
  await expect.poll(() => names(page)).toEqual(after)
  expect(await hashOf(page, api, 'view', view)).toBe(byMouse)
})

test('twenty steps are taken back and done again', async ({ page }) => {
  const { api, view } = await open(page)
  const prop = (name: string) => panel(page).getByLabel(name, { exact: true })
  const insert = (title: string) =>
    page.locator('.b-view > .b-view-side').getByRole('button', { name: `Show ${title}`, exact: true })
  // 1 to 4: out with Delete and in again by click, by Enter, by mouse.
  await node(page, 'hot').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => focused(page)).toBe('column:due')
  await page.keyboard.press('Delete')
  await expect.poll(() => names(page)).toEqual(['name', 'amount', 'stage'])
  await insert('Due').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => names(page)).toEqual(['name', 'amount', 'stage', 'due'])
  await dragBefore(page, insert('Hot'), node(page, 'amount'))
  await expect.poll(() => names(page)).toEqual(['name', 'hot', 'amount', 'stage', 'due'])
  // 5 to 8: what a column says; one that stays goes first.
  await node(page, 'amount').click()
  await prop('Stays when scrolled').click()
  await expect.poll(() => names(page)).toEqual(['amount', 'name', 'hot', 'stage', 'due'])
  await choose(page, 'At the foot', 'Total')
  await prop('Width').fill('200')
  const edge = await page.locator('[data-column=name] .b-view-column__edge').boundingBox()
  if (!edge) throw new Error('no edge')
  await page.mouse.move(edge.x + 4, edge.y + 10)
  await page.mouse.down()
  await page.mouse.move(edge.x + 44, edge.y + 10, { steps: 4 })
  await page.mouse.up()
  // 9 to 15: what the view says.
  await page.getByRole('button', { name: 'Back to the view' }).click()
  await prop('Title').fill('Open deals')
  await panel(page).getByRole('button', { name: 'Board', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Fields on each card' })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Table', exact: true }).click()
  await choose(page, 'Sort by a field', 'Due')
  await panel(page).getByRole('button', { name: 'Due: smallest first' }).click()
  await choose(page, 'Sort by a field', 'Name')
  await panel(page).getByRole('button', { name: 'Due: drag' }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  // 16 to 18: colours; 19 and 20: columns once more.
  await panel(page).getByRole('button', { name: 'Add a colour' }).click()
  await panel(page).getByRole('button', { name: 'Colour of rule 1' }).click()
  await page.getByRole('button', { name: 'Teal', exact: true }).click()
  await choose(page, 'First view for', 'Salesperson')
  await page.keyboard.press('Escape')
  await node(page, 'due').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(() => names(page)).toEqual(['amount', 'name', 'due', 'hot', 'stage'])

  const after = await hashOf(page, api, 'view', view)
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-view-${theme}`))
  await rest(page)
  const hint = page.getByText('Made by itself; change it to make it yours.')
  for (let step = 0; step < 19; step++) await page.keyboard.press('Control+z')
  await expect.poll(() => names(page)).toEqual(['name', 'amount', 'stage', 'due'])
  await expect(hint).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(hint).toBeVisible()
  expect(await hashOf(page, api, 'view', view)).toBe('')
  for (let step = 0; step < 20; step++) await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => names(page)).toEqual(['amount', 'name', 'due', 'hot', 'stage'])
  expect(await hashOf(page, api, 'view', view)).toBe(after)
})

test('views are added, copied, ordered and deleted', async ({ page }) => {
  const { entity } = await open(page)
  const add = async (kind: RegExp) => {
    await page.getByRole('button', { name: 'Add a view' }).click()
    await page.getByRole('dialog', { name: 'Add a view' }).getByRole('button', { name: kind }).click()
  }
  // What the entity has no field for is told, and cannot be chosen.
  await page.getByRole('button', { name: 'Add a view' }).click()
  const kinds = page.getByRole('dialog', { name: 'Add a view' })
  await expect(kinds.getByRole('button', { name: /^Board/ })).toContainText('Stage')
  await expect(kinds.getByText('Needs a field with a picture.')).toBeVisible()
  await expect(kinds.getByRole('button', { name: /^Gallery/ })).toHaveCount(0)
  await expectNoViolationsInBothThemes(page)
  await page.keyboard.press('Escape')

  await add(/^Board/)
  await expect.poll(() => views(page)).toEqual(['All Deal', 'Board'])
  await expect(panel(page).getByLabel('Title', { exact: true })).toHaveValue('Board')
  await add(/^Calendar/)
  await expect(page.locator('.b-view-calendar')).toBeVisible()
  await page.getByRole('button', { name: 'Copy Calendar' }).click()
  await expect.poll(() => views(page)).toEqual(['All Deal', 'Board', 'Calendar', 'Calendar (copy)'])
  await panel(page).getByLabel('Title', { exact: true }).fill('Days')
  // By keys, by mouse, by menu.
  await page.getByRole('button', { name: 'Days: drag' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => views(page)).toEqual(['All Deal', 'Board', 'Days', 'Calendar'])
  const grip = (title: string) => page.getByRole('button', { name: `${title}: drag` })
  await drag(page, grip('Board'), page.locator('.b-view-list li').first(), 'above')
  await expect.poll(() => views(page)).toEqual(['Board', 'All Deal', 'Days', 'Calendar'])
  await page.getByRole('button', { name: 'Move Days to…' }).click()
  await page.getByRole('menuitem', { name: 'Place 1' }).click()
  await expect.poll(() => views(page)).toEqual(['Days', 'Board', 'All Deal', 'Calendar'])
  await page.getByRole('button', { name: 'Delete Days' }).click()
  await expect.poll(() => views(page)).toEqual(['Board', 'All Deal', 'Calendar'])
  await rest(page)
  await page.keyboard.press('Control+z')
  await expect.poll(() => views(page)).toEqual(['Days', 'Board', 'All Deal', 'Calendar'])
  await expectSaved(page)

  // An address leads to a view, and to a place in it.
  await page.goto(`/design/e/${entity}/views?item=${entity}.all&at=/columns/1`)
  await expect(panel(page).getByRole('heading', { name: 'Amount' })).toBeVisible()
  await page.goto(`/design/e/${entity}/views?item=${entity}.board&at=/title`)
  await expect(panel(page).getByLabel('Title', { exact: true })).toHaveValue('Board')
  await expect(panel(page).getByLabel('Title', { exact: true })).toBeFocused()
})

test('the list shows what is drawn', async ({ page }) => {
  const api = await openDesigner(page)
  const [name, title] = [`customer.signed_${seed()}`, `Signed ${seed()}`]
  await api.send('PUT', `definitions/view/${name}?draft=own`, {
    name,
    entity: 'customer',
    title,
    columns: ['phone', 'name', 'status', 'email', 'created_at'].map((field) => ({ field })),
    filter: "status == 'signed'",
  })
  await page.goto(`/design/e/customer/views?item=${name}`)
  await choose(page, 'Sort by a field', 'Name')
  await node(page, 'email').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => focused(page)).toBe('column:created_at')
  await node(page, 'name').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  const columns = ['name', 'phone', 'status', 'created_at']
  await expect.poll(() => names(page)).toEqual(columns)
  const drawn = page.locator('.b-view-row[data-record]')
  await expect(drawn).toHaveCount(8)
  const query = new URLSearchParams({
    filter: "status == 'signed'",
    sort: 'name',
    fields: 'name',
    limit: '8',
  })
  const { data } = await api.get<{ data: { id: string; name: string }[] }>(`records/customer?${query}`)
  await expect
    .poll(() => drawn.evaluateAll((list) => list.map((one) => (one as HTMLElement).dataset.record)))
    .toEqual(data.map((record) => record.id))
  await expectSaved(page)

  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('menuitem').first().click()
  const list = await popup
  await list.getByRole('button', { name: title }).click()
  const rows = list.locator('.v-grid__body [role=row]')
  const cells = rows.first().locator('[data-field]')
  await expect
    .poll(() => cells.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.field)))
    .toEqual(columns)
  // The rows of the list before stay until those of this one are there.
  for (const [at, { name: label }] of data.entries())
    await expect(rows.nth(at).locator('[data-field=name]')).toHaveText(label)
})
