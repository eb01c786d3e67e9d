// Shows: relations are drawn between entities by mouse, by keys and from a list, undone and done again (goal 1).
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, hashOf, openDesigner, seed } from './designer.ts'
import { options } from './select.ts'
import { type Api, shot } from './session.ts'

/** Two entities in the draft of one's own, drawn with all others. */
async function open(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design', language)
  const word = seed()
  for (const name of ['shop', 'order'])
    await api.send('PUT', `definitions/entity/${name}_${word}?draft=own`, {
      name: `${name}_${word}`,
      title: `${name === 'shop' ? 'Shop' : 'Order'} ${word}`,
      type: 'object',
      'x-id': seed(10),
      'x-label': 'name',
      properties: { name: { 'x-field': 'text', 'x-id': seed(10), title: 'Name' } },
    })
  await page.goto('/design/diagram')
  await expect(node(page, `shop_${word}`)).toBeVisible()
  return { api, word, order: `order_${word}`, shop: `shop_${word}` }
}

const node = (page: Page, name: string) => page.locator(`[data-entity="${name}"]`)

/** The relation of an entity as it is saved: where it leads, and what it is called. */
async function relation(page: Page, api: Api, entity: string) {
  await expectSaved(page)
  interface Saved {
    name: string
    body: { properties: { [field: string]: { 'x-field': string; 'x-entity'?: string; title: string } } }
  }
  const { data } = await api.get<{ data: Saved[] }>('definitions?kind=entity&draft=own')
  const fields = Object.values(data.find(({ name }) => name === entity)?.body.properties ?? {})
  return fields
    .filter((one) => one['x-entity'])
    .map((one) => ({ type: one['x-field'], to: one['x-entity'], title: one.title }))
}

test('a relation is drawn by mouse, by keys and from the list, with the same result', async ({ page }) => {
  test.setTimeout(120_000)
  const { api, word, order, shop } = await open(page)
  const before = await hashOf(page, api, 'entity', order)
  const drawn = [{ type: 'relation', to: shop, title: `Shop ${word}` }]

  await page.getByRole('searchbox', { name: 'Find an entity' }).fill(word)
  await node(page, order).hover()
  const from = await node(page, order).locator('.react-flow__handle-right').boundingBox()
  const to = await node(page, shop).locator('.react-flow__handle-left').boundingBox()
  if (!from || !to) throw new Error('nothing to draw from')
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 40, to.y + 10, { steps: 6 })
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => relation(page, api, order)).toEqual(drawn)
  const panel = page.getByRole('complementary', { name: 'Relations' })
  await expect(panel.getByLabel('Title')).toHaveValue(`Shop ${word}`)
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-diagram-${theme}`))
  await page.getByRole('button', { name: /^Undo/ }).click()
  expect(await hashOf(page, api, 'entity', order)).toBe(before)

  // By keys: an entity has the focus, Enter chooses it, and its panel relates it.
  await page.locator('.react-flow__node', { has: node(page, order) }).focus()
  await page.keyboard.press('Enter')
  await panel.getByLabel('Relate to…').focus()
  await page.keyboard.type(`Shop ${word}`)
  await expect(options(page, `Shop ${word}`)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect.poll(() => relation(page, api, order)).toEqual(drawn)
  await page.keyboard.press('Escape')
  const made = await hashOf(page, api, 'entity', order)
  await page.getByRole('button', { name: /^Undo/ }).click()
  expect(await hashOf(page, api, 'entity', order)).toBe(before)
  await page.getByRole('button', { name: /^Redo/ }).click()
  expect(await hashOf(page, api, 'entity', order)).toBe(made)

  // The same is said in words, and goes again with what depends on it shown.
  await page.getByLabel('As a list').check()
  await expect(page.getByRole('row', { name: new RegExp(`^Order ${word}`) })).toContainText(`→ Shop ${word}`)
  await expectNoViolationsInBothThemes(page)
  await panel.getByRole('button', { name: `Remove the relation Shop ${word}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Nothing else names it')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-diagram-remove-${theme}`))
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  expect(await hashOf(page, api, 'entity', order)).toBe(before)
  await panel.getByRole('link', { name: 'Open its fields' }).click()
  await expect(page.locator('.b-field')).toHaveCount(1)
})

test('twenty relations go back and forth', async ({ page }) => {
  test.setTimeout(120_000)
  const { api, word, order } = await open(page)
  await page.locator('.react-flow__node', { has: node(page, order) }).focus()
  await page.keyboard.press('Enter')
  const target = page.getByLabel('Relate to…')
  for (let step = 0; step < 20; step++) {
    await target.fill(`Shop ${word}`)
    await options(page, `Shop ${word}`).first().click()
    await expect(page.getByRole('complementary').getByLabel('Title')).toHaveCount(step + 1)
  }
  const made = await hashOf(page, api, 'entity', order)
  const [undo, redo] = [/^Undo/, /^Redo/].map((name) => page.getByRole('button', { name }))
  for (let step = 0; step < 20; step++) await undo?.click()
  await expect(page.getByRole('complementary').getByLabel('Title')).toHaveCount(0)
  expect(await hashOf(page, api, 'entity', order)).not.toBe(made)
  for (let step = 0; step < 20; step++) await redo?.click()
  expect(await hashOf(page, api, 'entity', order)).toBe(made)
})

test('the diagram fits a phone, in Chinese', async ({ page }) => {
  await open(page, 'zh-CN')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-diagram-phone-${theme}`))
})
