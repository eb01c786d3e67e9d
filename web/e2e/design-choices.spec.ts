// Shows: a list of options that fields share is drawn by mouse, by keys and by menu, and is what they offer (goal 1).
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, hashOf, openDesigner, seed } from './designer.ts'
import { options } from './select.ts'
import { type Api, shot } from './session.ts'

const editor = (page: Page) => page.locator('.b-options')
const titles = (page: Page) =>
  editor(page)
    .locator('li input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
const row = (page: Page, at: number): Locator => editor(page).locator('li').nth(at)
const grip = (page: Page, at: number) => row(page, at).locator('.b-option__grip')

async function more(page: Page, title: string, item: string) {
  await page.getByRole('button', { name: `More for ${title}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

interface Option {
  value: string
  archived?: boolean
  color?: string
}

async function saved(page: Page, api: Api, name: string): Promise<Option[]> {
  await hashOf(page, api, 'choices', name)
  const { data } = await api.get<{ data: { name: string; body: { options: Option[] } }[] }>(
    'definitions?kind=choices&draft=own',
  )
  return data.find((one) => one.name === name)?.body.options ?? []
}

test('a list is drawn by mouse, by keys and by menu, with the same result', async ({ page }) => {
  test.setTimeout(120_000)
  const api = await openDesigner(page, '/design/choices')
  const name = `industry_${seed()}`
  await page.getByRole('textbox', { name: 'New list' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(name)
  await page.getByRole('textbox', { name: 'Add options' }).fill('Food, Steel; Water')
  await page.keyboard.press('Enter')
  await expect.poll(() => titles(page)).toEqual(['First', 'Second', 'Food', 'Steel', 'Water'])
  const before = await hashOf(page, api, 'choices', name)

  await drag(page, grip(page, 4), row(page, 0), 'above')
  await expect.poll(() => titles(page)).toEqual(['Water', 'First', 'Second', 'Food', 'Steel'])
  const moved = await hashOf(page, api, 'choices', name)
  await page.keyboard.press('Control+z')
  expect(await hashOf(page, api, 'choices', name)).toBe(before)

  await grip(page, 4).focus()
  for (let at = 4; at > 0; at--) {
    await page.keyboard.press('Alt+ArrowUp')
    await expect(grip(page, at - 1)).toBeFocused()
  }
  expect(await hashOf(page, api, 'choices', name)).toBe(moved)
  for (let step = 0; step < 4; step++) await page.keyboard.press('Control+z')
  expect(await hashOf(page, api, 'choices', name)).toBe(before)

  await more(page, 'Water', 'To the beginning')
  await expect.poll(() => titles(page)).toEqual(['Water', 'First', 'Second', 'Food', 'Steel'])
  expect(await hashOf(page, api, 'choices', name)).toBe(moved)

  await more(page, 'Steel', 'Offer no more')
  await more(page, 'Second', 'Remove')
  await page.getByRole('button', { name: 'Colour of Food' }).click()
  await page.getByRole('button', { name: 'Red', exact: true }).click()
  await page.getByRole('textbox', { name: 'Title of option first' }).fill('Mining')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-choices-${theme}`))
  expect(await saved(page, api, name)).toMatchObject([
    { value: 'water' },
    { value: 'first', title: 'Mining' },
    { value: 'food', color: 'red' },
    { value: 'steel', archived: true },
  ])

  // Twenty steps there and back.
  for (let step = 0; step < 20; step++) {
    await grip(page, step % 2).focus()
    await page.keyboard.press(step % 2 === 0 ? 'Alt+ArrowDown' : 'Alt+ArrowUp')
    await expect(grip(page, (step + 1) % 2)).toBeFocused()
  }
  const made = await hashOf(page, api, 'choices', name)
  for (let step = 0; step < 25; step++) await page.keyboard.press('Control+z')
  expect(await hashOf(page, api, 'choices', name)).not.toBe(made)
  for (let step = 0; step < 25; step++) await page.keyboard.press('Control+Shift+z')
  expect(await hashOf(page, api, 'choices', name)).toBe(made)
})

test('options of a field become a list, another field takes them, and both offer what is added', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const api = await openDesigner(page, '/design')
  const entity = `shared_${seed()}`
  const field = (name: string, more: object) => ({
    'x-field': 'choice',
    'x-id': seed(10),
    title: name,
    ...more,
  })
  await api.send('PUT', `definitions/entity/${entity}?draft=own`, {
    name: entity,
    title: entity,
    type: 'object',
    'x-id': seed(10),
    'x-label': 'name',
    properties: {
      name: { 'x-field': 'text', 'x-id': seed(10), title: 'Name' },
      first: field('First', {
        oneOf: [
          { const: 'tea', title: 'Tea' },
          { const: 'milk', title: 'Milk' },
        ],
      }),
      other: field('Other', { oneOf: [{ const: 'ink', title: 'Ink' }] }),
    },
  })
  await page.goto(`/design/e/${entity}/fields`)
  await page.locator('[data-field=first] .b-field__grip').focus()
  await page.getByRole('button', { name: 'New records begin with Milk' }).click()
  await page.getByRole('button', { name: 'Share these options with other fields' }).click()
  await expect(page.getByText('only this one does')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New records begin with Milk' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )

  await page.locator('[data-field=other] .b-field__grip').focus()
  await page.getByRole('combobox', { name: 'Options from' }).click()
  await options(page).filter({ hasText: 'First' }).click()
  await expect(page.getByText('Shared by 2 fields')).toBeVisible()
  await page.getByRole('textbox', { name: 'Add options' }).fill('Coffee')
  await page.keyboard.press('Enter')
  await expect.poll(() => titles(page)).toEqual(['Tea', 'Milk', 'Coffee'])

  await page.getByRole('link', { name: 'Open the list' }).click()
  await expect(page.getByRole('link', { name: `${entity} · First` })).toBeVisible()
  await expect(page.getByRole('link', { name: `${entity} · Other` })).toBeVisible()
  await expect(page.locator('.b-side__list li[aria-current]').getByRole('button').last()).toBeDisabled()
  const list = new URL(page.url()).searchParams.get('item') ?? ''
  expect(await saved(page, api, list)).toMatchObject([
    { value: 'tea' },
    { value: 'milk' },
    { value: 'coffee' },
  ])

  await page.getByRole('link', { name: `${entity} · Other` }).click()
  await page.getByRole('combobox', { name: 'Options from' }).click()
  await options(page).filter({ hasText: 'Options of its own' }).click()
  await expect.poll(() => titles(page)).toEqual(['Tea', 'Milk', 'Coffee'])
  await more(page, 'Coffee', 'Remove')
  await expect.poll(() => titles(page)).toEqual(['Tea', 'Milk'])
  expect(await saved(page, api, list)).toHaveLength(3)
  await api.send('POST', 'draft:check?draft=own', {})
})
