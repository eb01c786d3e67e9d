// Shows: a condition is a sentence, built by mouse and by keys, read back from texts, and kept when it is more (goal 2).
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, openDesigner, seed } from './designer.ts'
import { options } from './select.ts'
import { type Api, shot } from './session.ts'

const field = (type: string, title: string, more = {}) => ({
  'x-field': type,
  'x-id': seed(10),
  title,
  ...more,
})
const option = (value: string, title: string) => ({ const: value, title })

/** Opens the forms of an entity with the field Reason selected. */
async function open(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design', language)
  const entity = `deal_${seed()}`
  await api.send('PUT', `definitions/entity/${entity}?draft=own`, {
    name: entity,
    title: entity,
    type: 'object',
    'x-id': seed(10),
    'x-label': 'name',
    properties: {
      name: field('text', 'Name'),
      amount: field('money', 'Amount', { 'x-currency': 'EUR', 'x-scale': 2 }),
      stage: field('choice', 'Stage', { oneOf: [option('new', 'New'), option('lost', 'Lost')] }),
      reason: field('text', 'Reason'),
    },
  })
  await page.goto(`/design/e/${entity}/forms`)
  await page.locator('[data-node="field:reason"]').click()
  return { api, entity }
}

/** The text of the condition, as it is saved. */
async function written(page: Page, api: Api, entity: string): Promise<string | undefined> {
  await expectSaved(page)
  interface Saved {
    name: string
    body: { properties: { reason: { 'x-visible'?: string } } }
  }
  const { data } = await api.get<{ data: Saved[] }>('definitions?kind=entity&draft=own')
  return data.find(({ name }) => name === entity)?.body.properties.reason['x-visible']
}

const sentence = (page: Page) => page.getByRole('group', { name: 'Shown when' })
const chips = (page: Page) => sentence(page).locator('.v-chip__open')

test('a condition is built by mouse, tried, joined otherwise and taken back', async ({ page }) => {
  const { api, entity } = await open(page)
  await sentence(page).getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('option', { name: 'Stage' }).click()
  const value = page.getByRole('dialog').getByRole('combobox', { name: /Stage/ })
  await value.click()
  await options(page, 'Lost').click()
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(chips(page)).toHaveText(['Stage is any of Lost'])
  expect(await written(page, api, entity)).toBe("stage in ['lost']")

  // A second one in brackets, and another beside it.
  await sentence(page).getByRole('button', { name: 'Add conditions in brackets' }).click()
  await page.getByRole('option', { name: 'Amount' }).click()
  await page.getByRole('dialog').getByRole('spinbutton').fill('1000')
  await page.keyboard.press('Enter')
  await expect(chips(page)).toHaveCount(2)
  await expect(chips(page).nth(1)).toContainText('1,000')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-condition-${theme}`))
  expect(await written(page, api, entity)).toMatch(/^\(stage in \['lost'\] && amount == 1000\)$/)
  await sentence(page)
    .getByRole('button', { name: /Joined by “and”/ })
    .click()
  await expect.poll(() => written(page, api, entity)).toBe("(stage in ['lost'] || amount == 1000)")
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(() => written(page, api, entity)).toBe("(stage in ['lost'] && amount == 1000)")
  await sentence(page)
    .getByRole('button', { name: /Remove.*Amount/ })
    .click()
  await expect.poll(() => written(page, api, entity)).toBe("stage in ['lost']")

  await page.getByRole('button', { name: 'Try it' }).click()
  const tried = page.locator('.b-form-try')
  await expect(tried.getByRole('combobox', { name: 'Stage' })).toBeVisible()
  await expect(tried.getByRole('textbox', { name: 'Reason' })).toHaveCount(0)
  await tried.getByRole('combobox', { name: 'Stage' }).click()
  await options(page, 'Lost').click()
  await expect(tried.getByRole('textbox', { name: 'Reason' })).toBeVisible()
})

test('a condition is built by keys alone, and read back from a text', async ({ page }) => {
  const { api, entity } = await open(page)
  await sentence(page).getByRole('button', { name: 'Add a condition' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Find a field' })).toBeFocused()
  await page.keyboard.type('amo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('spinbutton')).toBeFocused()
  await page.keyboard.type('250')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(chips(page)).toHaveCount(1)
  await expect.poll(() => written(page, api, entity)).toBe('amount == 250')
  await chips(page).focus()
  await page.keyboard.press('Backspace')
  await expect.poll(() => written(page, api, entity)).toBeUndefined()

  // What is typed is a sentence as soon as it can be, and is kept when it cannot.
  await sentence(page).getByRole('button', { name: 'As text' }).click()
  const text = page.getByRole('textbox', { name: 'Shown when' })
  await text.fill("stage != 'lost' and amount > 10")
  await page.getByRole('button', { name: 'As a sentence' }).click()
  await expect(chips(page)).toHaveText(['Stage is none of Lost', 'Amount > € 10'])
  await sentence(page).getByRole('button', { name: 'As text' }).click()
  await text.fill('amount * 2 > 10')
  await expect(page.getByText('Written by hand')).toBeVisible()
  await expect(page.getByRole('button', { name: 'As a sentence' })).toHaveCount(0)
  expect(await written(page, api, entity)).toBe('amount * 2 > 10')
  await page.reload()
  await page.locator('[data-node="field:reason"]').click()
  await expect(text).toHaveText('amount * 2 > 10')
})

test('a sentence fits a phone, in Chinese', async ({ page }) => {
  await open(page, 'zh-CN')
  await page.setViewportSize({ width: 390, height: 844 })
  const group = page.getByRole('group', { name: '显示条件' })
  await group.getByRole('button', { name: '添加条件' }).click()
  await page.getByRole('option', { name: 'Amount' }).click()
  await page.getByRole('dialog').getByRole('spinbutton').fill('1000')
  await page.keyboard.press('Enter')
  await group.scrollIntoViewIfNeeded()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-condition-phone-${theme}`))
})
