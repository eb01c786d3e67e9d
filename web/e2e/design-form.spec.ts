import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, dragBefore, expectSaved, hashOf, openDesigner, seed } from './designer.ts'
import { type Api, shot } from './session.ts'

const id = () => seed(10)
const field = (type: string, title: string, more = {}) => ({ 'x-field': type, 'x-id': id(), title, ...more })

/** Opens the forms of an entity of one's own, in the draft of one's own. */
async function open(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design', language)
  const entity = `deal_${seed()}`
  const put = (name: string, properties: object, more = {}) =>
    api.send('PUT', `definitions/entity/${name}?draft=own`, {
      name,
      title: name,
      type: 'object',
      'x-id': id(),
      properties,
      ...more,
    })
  await put(
    entity,
    {
      name: field('text', 'Name'),
      amount: field('money', 'Amount', { 'x-currency': 'EUR', 'x-scale': 2 }),
      stage: field('text', 'Stage'),
      reason: field('text', 'Reason', { 'x-visible': "stage == 'lost'" }),
      due: field('date', 'Due'),
    },
    { required: ['name'], 'x-label': 'name' },
  )
  await put(`${entity}_visit`, {
    deal: field('relation', 'Deal', { 'x-entity': entity }),
    day: field('date', 'Day'),
  })
  await page.goto(`/design/e/${entity}/forms`)
  await expect(node(page, 'field:name')).toBeVisible()
  return { api, entity, form: `${entity}.default` }
}

const node = (page: Page, name: string) => page.locator(`[data-node="${name}"]`)
const names = (page: Page, section = 0) =>
  page
    .locator('.b-form-section')
    .nth(section)
    .locator('[data-field]')
    .evaluateAll((list) => list.map((one) => (one as HTMLElement).dataset.field))
const focused = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement)?.dataset.node)
const insert = (page: Page, title: string) =>
  page.getByRole('button', { name: `Put in ${title}`, exact: true })

/** Takes back so many steps and does them again: the document is as it was each time. */
async function thereAndBack(page: Page, api: Api, form: string, steps: number) {
  const after = await hashOf(page, api, 'form', form)
  expect(after).not.toBe('')
  await page.locator('.b-form-head').click({ position: { x: 5, y: 5 } })
  for (let step = 0; step < steps; step++) await page.keyboard.press('Control+z')
  await expect(page.getByText('All fields automatically. With the first change')).toBeVisible()
  expect(await hashOf(page, api, 'form', form)).toBe('')
  for (let step = 0; step < steps; step++) await page.keyboard.press('Control+Shift+z')
  await expect(page.getByText('All fields automatically. With the first change')).toHaveCount(0)
  expect(await hashOf(page, api, 'form', form)).toBe(after)
}

test('a form is drawn with the mouse', async ({ page }) => {
  const { api, form } = await open(page)
  expect(await names(page)).toEqual(['name', 'amount', 'stage', 'reason', 'due'])
  // 1: between columns.
  await dragBefore(page, node(page, 'field:due'), node(page, 'field:amount'))
  await expect.poll(() => names(page)).toEqual(['name', 'due', 'amount', 'stage', 'reason'])
  // 2: back to the palette, 3: and out of it again.
  await node(page, 'field:amount').click()
  await page.getByRole('button', { name: 'Take Amount out of the form' }).click()
  await expect(page.getByText('Unused fields · 1')).toBeVisible()
  await dragBefore(page, insert(page, 'Amount'), node(page, 'field:name'))
  await expect.poll(() => names(page)).toEqual(['amount', 'name', 'due', 'stage', 'reason'])
  // 4: a section from the palette at the end, 5: a field into it, 6: in three columns.
  await drag(page, insert(page, 'Section, 1 column'), page.locator('.b-form-end'))
  await expect(page.locator('.b-form-section')).toHaveCount(2)
  await drag(page, node(page, 'field:reason'), page.locator('.b-form-section').nth(1).locator('.b-form-grid'))
  await expect.poll(() => names(page, 1)).toEqual(['reason'])
  await page.locator('.b-form-section').nth(1).getByRole('button', { name: '3 columns' }).click()
  // 7: sections among each other.
  await drag(page, node(page, 'section:1'), page.locator('.b-form-section').first(), 'above')
  await expect.poll(() => names(page)).toEqual(['reason'])
  // 8: a list of what leads here, 9: a tab, 10: the list into it.
  await insert(page, `${form.split('.')[0]}_visit by Deal`).click()
  await insert(page, 'Tab').click()
  await node(page, 'tab:0').click()
  await expect(page.locator('.b-form-section')).toHaveCount(3)
  await drag(page, node(page, 'section:1'), node(page, 'tab:1'))
  await expect(page.getByRole('button', { name: 'Tab', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('.b-form-list')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-form-${theme}`))
  await thereAndBack(page, api, form, 10)
})

test('a form is drawn with the keyboard', async ({ page }) => {
  const { api, form } = await open(page)
  await node(page, 'section:0').focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('field:name')
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('field:amount')
  // 1: below in its column, 2: beside.
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => names(page)).toEqual(['name', 'stage', 'reason', 'amount', 'due'])
  await expect.poll(() => focused(page)).toBe('field:amount')
  await expect(page.getByRole('status').filter({ hasText: 'Amount moved to place 4 of 5' })).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(() => names(page)).toEqual(['name', 'stage', 'amount', 'reason', 'due'])
  // 3: back to the palette; the focus is on the next one.
  await page.keyboard.press('Delete')
  await expect.poll(() => focused(page)).toBe('field:reason')
  // 4: from the palette, behind what is selected.
  await insert(page, 'Amount').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => names(page)).toEqual(['name', 'stage', 'reason', 'amount', 'due'])
  await expect.poll(() => focused(page)).toBe('field:amount')
  // 5: a section behind, 6: and over the first one.
  await insert(page, 'Section, 3 columns').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('section:1')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => focused(page)).toBe('section:0')
  // 7: a field over the edge of its section.
  await node(page, 'field:name').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => names(page)).toEqual(['name'])
  await expect.poll(() => focused(page)).toBe('field:name')
  // 8 to 20: beside its neighbour and back.
  await node(page, 'field:stage').focus()
  for (let step = 8; step <= 20; step++) {
    const before = await names(page, 1)
    await page.keyboard.press(step % 2 === 0 ? 'Alt+ArrowRight' : 'Alt+ArrowLeft')
    await expect.poll(() => names(page, 1)).not.toEqual(before)
    await expect.poll(() => focused(page)).toBe('field:stage')
  }
  await thereAndBack(page, api, form, 20)
})

test('a form is drawn by menu', async ({ page }) => {
  const { api, form } = await open(page)
  // 1: a field before another, 2: a section, 3: a field to its end, 4: the section before the other.
  await node(page, 'field:due').click()
  await page.getByRole('button', { name: 'Move Due to…' }).click()
  await expect(page.getByRole('menuitem', { name: 'before Name' })).toBeVisible()
  await expectNoViolationsInBothThemes(page)
  await page.getByRole('menuitem', { name: 'before Name' }).click()
  await expect.poll(() => names(page)).toEqual(['due', 'name', 'amount', 'stage', 'reason'])
  await insert(page, 'Section, 2 columns').click()
  await page.getByRole('textbox', { name: 'Title of Section 2' }).fill('Money')
  await node(page, 'field:amount').click()
  await page.getByRole('button', { name: 'Move Amount to…' }).click()
  await page.getByRole('menuitem', { name: 'Money, at the end' }).click()
  await expect.poll(() => names(page, 1)).toEqual(['amount'])
  await page.getByRole('button', { name: 'Move Money to…' }).click()
  await page.getByRole('menuitem', { name: 'before Section 1' }).click()
  await expect.poll(() => names(page)).toEqual(['amount'])
  await thereAndBack(page, api, form, 5)
})

test('tabs are moved, renamed and taken away', async ({ page }) => {
  const { api, form } = await open(page)
  const tabs = () => page.locator('.b-form-tab').allTextContents()
  // 1, 2: two more tabs, 3: the second before the first by mouse, 4: and back by keys.
  await insert(page, 'Tab').click()
  await insert(page, 'Tab').click()
  await expect.poll(tabs).toEqual(['Details', 'Tab', 'Tab 2'])
  await dragBefore(page, node(page, 'tab:2'), node(page, 'tab:1'))
  await expect.poll(tabs).toEqual(['Details', 'Tab 2', 'Tab'])
  await expect.poll(() => focused(page)).toBe('tab:1')
  await page.keyboard.press('Alt+ArrowRight')
  await expect.poll(tabs).toEqual(['Details', 'Tab', 'Tab 2'])
  // 5: a name that another has is not taken, one of its own is.
  const title = page.locator('.b-form-panel').getByLabel('Title')
  await title.fill('Tab')
  await expect(page.getByText('Another tab is called so.')).toBeVisible()
  await title.fill('Money')
  await title.press('Enter')
  await expect.poll(tabs).toEqual(['Details', 'Tab', 'Money'])
  // 6: a field into a tab, 7: the tab away, with what is in it going to the one before.
  await node(page, 'tab:0').click()
  await drag(page, node(page, 'field:due'), node(page, 'tab:2'))
  await expect.poll(() => names(page)).toEqual(['due'])
  await node(page, 'tab:2').focus()
  await page.keyboard.press('Delete')
  await expect.poll(tabs).toEqual(['Details', 'Tab'])
  await expect.poll(() => names(page, 1)).toEqual(['due'])
  await thereAndBack(page, api, form, 7)
})

test('conditions are tried with the real form, and forms are given to some', async ({ page }) => {
  const { api, entity } = await open(page)
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('textbox', { name: 'Stage', exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Reason', exact: true })).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Stage', exact: true }).fill('lost')
  await expect(page.getByRole('textbox', { name: 'Reason', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Desktop' }).click()

  await page.getByRole('button', { name: 'Add a form as a copy of this one' }).click()
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Default (copy)')
  await page.getByLabel('Title', { exact: true }).fill('Short')
  await expectSaved(page)
  const query = 'definitions?kind=form&draft=own'
  const { data } = await api.get<{ data: { name: string; body: { entity: string } }[] }>(query)
  expect(data.filter(({ body }) => body.entity === entity).map(({ name }) => name)).toEqual([
    `${entity}.default`,
    `${entity}.default_copy`,
  ])
  await expect(page.getByText('Never used: one before it is for everybody')).toBeVisible()
  await page.getByRole('button', { name: 'Delete form Default' }).click()
  await page.getByRole('button', { name: 'All fields automatically' }).click()
  await expect(page.getByText('All fields automatically. With the first change')).toBeVisible()
})

for (const language of ['en', 'zh-CN'])
  test(`a form can be drawn on a phone, in ${language}, and by everybody`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, language)
    await node(page, 'field:amount').click()
    await page.locator('.b-form-head__add button').click()
    await expect(page.locator('.b-form-palette--pop')).toBeVisible()
    await expectNoViolationsInBothThemes(page, (theme) =>
      shot(page, `design-form-phone-${language}-${theme}`),
    )
    const wide = await page.evaluate(() => document.querySelector('.b-form')?.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })
