// Forms by role and by state; three columns, texts, lists in place, closed sections.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { publishTrip, type Trip } from './forms-definitions.ts'
import { type Api, session, shot } from './session.ts'

let trip: Trip

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage()
  trip = await publishTrip(await session(page, 'admin'))
  await page.close()
})

const field = (page: Page, name: string) => page.locator(`[data-field=${name}]`)
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const open = (page: Page, id = trip.id) => page.goto(`/e/${trip.entity}/${id}`)

async function newTrip(api: Api, name: string): Promise<string> {
  const made = await api.send('POST', `records/${trip.entity}`, { name, state: 'open' })
  return ((await made.json()) as { id: string }).id
}

/** How many columns the first fields of a section stand in. */
async function columnsOf(page: Page): Promise<number> {
  const fields = page.locator('.r-columns--three .r-field')
  await expect(fields).toHaveCount(6)
  const lefts = await fields.evaluateAll((all) =>
    all.map((one) => Math.round(one.getBoundingClientRect().left)),
  )
  return new Set(lefts).size
}

for (const [language, words] of [
  ['zh-CN', { journey: '行程', text: '须知', head: '出发前', stops: '途中停留', more: '更多' }],
  [
    'en',
    { journey: 'Journey', text: 'Know this', head: 'Before you go', stops: 'Stops on the way', more: 'More' },
  ],
] as const) {
  test(`a form has three columns, a text, a list and a closed section in ${language}`, async ({ page }) => {
    await session(page, 'a', language)
    await open(page)
    await expect(section(page, words.journey)).toBeVisible()
    expect(await columnsOf(page)).toBe(3)
    await expect(section(page, words.text).getByRole('heading', { name: words.head })).toBeVisible()
    await expect(section(page, words.text).locator('strong')).toHaveCount(1)
    const stops = section(page, words.stops)
    await expect(stops.getByRole('link', { name: 'Porto' })).toBeVisible()
    // What the form draws is not repeated.
    await expect(page.getByRole('tablist')).toHaveCount(0)

    const more = page.getByRole('button', { name: words.more, exact: true })
    await expect(more).toHaveAttribute('aria-expanded', 'false')
    await expect(field(page, 'code')).toBeHidden()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `form-${language}-${theme}`))
    await more.focus()
    await page.keyboard.press('Enter')
    await expect(more).toHaveAttribute('aria-expanded', 'true')
    await expect(field(page, 'code')).toBeVisible()
    await expectNoViolationsInBothThemes(page)
    await page.keyboard.press('Space')
    await expect(field(page, 'code')).toBeHidden()

    await page.setViewportSize({ width: 390, height: 844 })
    expect(await columnsOf(page)).toBe(1)
    await shot(page, `form-${language}-phone`)
    await stops.getByRole('link', { name: 'Porto' }).click()
    await expect(page).toHaveURL(new RegExp(`/e/${trip.stop}/`))
  })
}

test('who has the role of a form gets that one', async ({ page }) => {
  await session(page, 'manager', 'en')
  await open(page)
  await expect(section(page, 'For managers')).toBeVisible()
  await expect(field(page, 'cost')).toBeVisible()
  await expect(field(page, 'place')).toHaveCount(0)
  // This form does not draw the list.
  await page.getByRole('tab', { name: 'Related' }).click()
  await expect(page.getByRole('tabpanel').getByRole('link', { name: 'Porto' })).toBeVisible()
})

test('a state changes the form, and what was typed stays', async ({ page }) => {
  const api = await session(page, 'a', 'en')
  const id = await newTrip(api, 'Rome')
  await open(page, id)
  await field(page, 'place').getByRole('button').click()
  await field(page, 'place').getByRole('textbox').fill('Trastevere')
  await field(page, 'cost').getByRole('button').click()
  await field(page, 'cost').getByRole('spinbutton').or(field(page, 'cost').getByRole('textbox')).fill('300')
  await page.getByRole('list', { name: 'State' }).getByRole('button', { name: 'Over' }).click()
  await expect(section(page, 'Looking back')).toBeVisible()
  await expect(section(page, 'Journey')).toHaveCount(0)
  await expect(field(page, 'place')).toContainText('Trastevere')
  await field(page, 'lesson').getByRole('button').click()
  await field(page, 'lesson').getByRole('textbox').fill('Take less')
  await expect(page.getByText('4 unsaved changes')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `form-over-${theme}`))

  await page.getByRole('list', { name: 'State' }).getByRole('button', { name: 'Open' }).click()
  await expect(section(page, 'Journey')).toBeVisible()
  await expect(field(page, 'cost')).toContainText('300')
  await page.getByRole('list', { name: 'State' }).getByRole('button', { name: 'Over' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  const saved = () => api.get(`records/${trip.entity}/${id}?fields=place,cost,lesson,state`)
  await expect.poll(saved).toMatchObject({ place: 'Trastevere', lesson: 'Take less', state: 'over' })
  await page.reload()
  await expect(section(page, 'Looking back')).toBeVisible()
})

test('the focus stays at a field that the other form draws elsewhere', async ({ page }) => {
  const api = await session(page, 'a', 'en')
  await page.goto(`/e/${trip.entity}/new`)
  await expect(section(page, 'Know this')).toBeVisible()
  await expect(page.getByText('Stops on the way')).toHaveCount(0)
  const typeHomeland = async () => {
    const place = field(page, 'place').getByRole('textbox')
    await place.pressSequentially('home')
    await expect(section(page, 'Looking back')).toBeVisible()
    await expect(place).toBeFocused()
    await page.keyboard.type('l')
    await expect(section(page, 'Journey')).toBeVisible()
    await expect(place).toBeFocused()
    await page.keyboard.type('and')
    await expect(place).toHaveValue('homeland')
  }
  await typeHomeland()
  await open(page, await newTrip(api, 'Bari'))
  await field(page, 'place').getByRole('button').click()
  await typeHomeland()
})

test('what is wrong in a closed section opens it', async ({ page }) => {
  await session(page, 'a', 'en')
  await page.goto(`/e/${trip.entity}/new`)
  await field(page, 'name').getByRole('textbox').fill('Turin')
  const more = page.getByRole('button', { name: 'More', exact: true })
  await more.click()
  await field(page, 'code').getByRole('textbox').fill('12345')
  await more.click()
  await expect(page.getByText('1 unsaved change', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(more).toHaveAttribute('aria-expanded', 'true')
  await expect(field(page, 'code').locator('.r-field__note--problem')).toBeVisible()
})

test('half a value is kept while another form does not draw its field', async ({ page }) => {
  const api = await session(page, 'a', 'en')
  const id = await newTrip(api, 'Siena')
  await open(page, id)
  const stages = page.getByRole('list', { name: 'State' })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await field(page, 'facts').getByRole('button').click()
  await field(page, 'facts').getByRole('textbox').fill('{"nights": ')
  await stages.getByRole('button', { name: 'Over' }).click()
  await expect(field(page, 'facts')).toHaveCount(0)
  await stages.getByRole('button', { name: 'Open' }).click()
  const facts = field(page, 'facts').getByRole('textbox')
  await expect(facts).toHaveValue('{"nights": ')
  await facts.press('End')
  await facts.pressSequentially('3}')
  await page.getByRole('button', { name: 'Save' }).click()
  const saved = () => api.get(`records/${trip.entity}/${id}?fields=facts`)
  await expect.poll(saved).toMatchObject({ facts: { nights: 3 } })
})
