// Shows: expressions are written with what they can name offered, checked and tried while they are typed.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, hashOf, openDesigner, seed } from './designer.ts'
import { newCustomer, session, shot } from './session.ts'

/** Gathers what the policy of the page refuses. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  const said: string[] = []
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) said.push(message.text())
  })
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(window, { refused: seen })
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
  return async () => [...said, ...(await page.evaluate(() => Reflect.get(window, 'refused') as string[]))]
}

const formula = (page: Page) => page.getByRole('textbox', { name: /^(Formula|公式)$/ })
const live = (page: Page) => page.locator('.b-expr__below').first()
const offers = (page: Page) =>
  page.getByRole('listbox', { name: /^(What can be written here|此处可以填写)$/ })
const underlined = (page: Page) => page.locator('.cm-lintRange-error')

/** A formula field of customers, in a draft of one's own, with the cursor in the editor. */
async function openFormula(page: Page, language = 'en') {
  const api = await openDesigner(page, '/design/e/customer/fields', language)
  await page
    .locator('.b-palette__item button')
    .filter({ hasText: /^(Formula|公式)$/ })
    .click()
  await expect(page.locator('.b-panel .cm-content').first()).toBeVisible()
  await formula(page).focus()
  return api
}

/** Goes on by Tab until a control has the focus. */
async function tabTo(page: Page, name: RegExp) {
  const wanted = page.getByRole('button', { name })
  await expect(wanted).toBeVisible()
  for (let nth = 0; nth < 4; nth++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((one) => one === document.activeElement)) return
  }
  await expect(wanted).toBeFocused()
}

test('a formula is written by keys alone, with offers, and tried on a record', async ({ page }) => {
  test.setTimeout(90_000)
  const name = `Ada ${seed()}`
  await newCustomer(await session(page, 'manager'), { name, contract_amount: 600 })
  const refused = await watchPolicy(page)
  const api = await openFormula(page)
  const before = await hashOf(page, api, 'entity', 'customer')

  await page.keyboard.type('contr')
  await expect(offers(page).getByRole('option').first()).toHaveText(/Contract amount/)
  await expect(formula(page)).toHaveAttribute('aria-activedescendant', /.+/)
  await page.keyboard.press('Enter')
  await page.keyboard.type(' * 2')
  await expect(formula(page)).toHaveText('contract_amount * 2')
  await expect(live(page)).toContainText(/= .+for ‘/)

  await tabTo(page, /^for ‘/)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Find a record')).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.locator('.b-expr-pick li')).toHaveCount(1)
  await expectNoViolationsInBothThemes(page)
  await page.keyboard.press('Tab')
  await expect(page.locator('.b-expr-pick li button')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(live(page)).toContainText(`= 1,200for ‘${name}’`)
  await shot(page, 'formula-en-light')

  await tabTo(page, /^Functions$/)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Find a function')).toBeFocused()
  await page.keyboard.type('digits')
  await expect(page.locator('.b-expr-part')).toHaveCount(1)
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `formula-functions-${theme}`))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(formula(page)).toBeFocused()
  await expect(formula(page)).toHaveText('contract_amount * 2 round()')

  while ((await formula(page).textContent()) !== '') {
    const text = await formula(page).textContent()
    await page.keyboard.press('Control+z')
    await expect(formula(page)).not.toHaveText(text ?? '')
  }
  await expect(formula(page)).toBeFocused()
  await expect.poll(() => hashOf(page, api, 'entity', 'customer')).toBe(before)
  expect(await refused()).toEqual([])
  // The styles that the editor brings are there: the policy let them in.
  await expect(page.locator('.cm-content').first()).toHaveCSS('white-space', 'break-spaces')
})

test('a wrong name is underlined, and the right one written by keys', async ({ page }) => {
  await openFormula(page)
  await page.keyboard.type('contract_amuont * 2')
  await expect(underlined(page)).toHaveText('contract_amuont')
  await expect(live(page)).toContainText('There is no such field: contract_amuont.')
  await expect(live(page)).toContainText('Did you mean contract_amount (Contract amount)?')
  await expect(formula(page)).toHaveAttribute('aria-invalid', 'true')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `formula-wrong-${theme}`))
  await tabTo(page, /^Write contract_amount$/)
  await page.keyboard.press('Enter')
  await expect(formula(page)).toHaveText('contract_amount * 2')
  await expect(formula(page)).toBeFocused()
  await expect(live(page)).toContainText('=')
  await expect(underlined(page)).toHaveCount(0)
  await expectSaved(page)
})

test('Tab leaves the field, Escape closes the offers alone, and what is typed stays', async ({ page }) => {
  await openFormula(page)
  await page.keyboard.type('con')
  await expect(offers(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(offers(page)).toBeHidden()
  await expect(page.locator('.b-panel h2')).toHaveText('Formula')
  await page.keyboard.press('Control+Space')
  await expect(offers(page)).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(formula(page)).not.toBeFocused()
  await expect(formula(page)).toHaveText('con')
  // A server that is away changes nothing of it.
  await page.route('**/api/v1/draft:evaluate*', (route) => route.abort())
  await formula(page).focus()
  await expect.poll(() => page.evaluate(() => getSelection()?.focusOffset)).toBe(3)
  await page.keyboard.type('x')
  await expect(live(page)).toContainText('The server cannot be reached.')
  await expect(formula(page)).toHaveText('conx')
  await page.unroute('**/api/v1/draft:evaluate*')
  await expect(live(page)).toContainText('There is no such field: conx.', { timeout: 15_000 })
})

test('in Chinese, by titles, with the values of a choice, in the dark and on a phone', async ({ page }) => {
  const refused = await watchPolicy(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await openFormula(page, 'zh-CN')
  await page.keyboard.insertText('付款状')
  await expect(offers(page).getByRole('option').first()).toHaveText(/付款状态.*payment_status/)
  await page.keyboard.press('Enter')
  await page.keyboard.type(' == ')
  await expect(offers(page).getByRole('option').first()).toContainText("'unpaid'")
  await expectNoViolations(page)
  await shot(page, 'formula-zh-dark')
  await page.keyboard.press('Enter')
  await expect(formula(page)).toHaveText("payment_status == 'unpaid'")
  await expect(live(page)).toContainText(/= (是|否)/)
  await page.setViewportSize({ width: 390, height: 844 })
  await formula(page).scrollIntoViewIfNeeded()
  await formula(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' and con')
  await expect(offers(page)).toBeVisible()
  const box = await offers(page).boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true)
  await expectNoViolations(page)
  await shot(page, 'formula-phone')
  expect(await refused()).toEqual([])
})

test('a document is written as JSON: what breaks it is underlined, and steps are taken back', async ({
  page,
}) => {
  const refused = await watchPolicy(page)
  const api = await openDesigner(page, '/design/e/customer/json')
  const before = await hashOf(page, api, 'entity', 'customer')
  const text = page.getByRole('textbox', { name: /entity\/customer/ })
  await expect(text).toContainText('"name": "customer"')
  await expect(page.locator('.b-json__editor .cm-gutters')).toBeVisible()
  expect(await refused()).toEqual([])
  await expect(page.locator('.b-json__editor .cm-scroller')).toHaveCSS('display', 'flex')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `formula-json-${theme}`))

  await text.click({ position: { x: 6, y: 16 } })
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.type('!')
  await expect(underlined(page)).toHaveText('!')
  await expect(page.getByRole('button', { name: 'Take over' })).toBeDisabled()
  // What is typed is taken back in the editor first, then what was done in the designers.
  await page.keyboard.press('Control+z')
  await expect(underlined(page)).toHaveCount(0)
  await page.keyboard.press('Enter')
  await page.keyboard.type('"description": "Who buys",')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => hashOf(page, api, 'entity', 'customer')).not.toBe(before)
  await expect(text).toContainText('Who buys')
  await page.keyboard.press('Control+z')
  await expect(text).not.toContainText('Who buys')
  await expect.poll(() => hashOf(page, api, 'entity', 'customer')).toBe(before)
  expect(await refused()).toEqual([])
})

test('what the check of the draft finds is underlined at its place in the JSON', async ({ page }) => {
  await openFormula(page)
  await page.keyboard.type('contract_amuont')
  await expectSaved(page)
  await page.getByRole('link', { name: 'JSON' }).click()
  await page.locator('.b-json__editor .cm-content').click()
  await page.keyboard.press('Control+End')
  // Only what can be seen is drawn.
  await expect(async () => {
    await page.keyboard.press('PageUp')
    await expect(underlined(page).first()).toContainText('x-expr', { timeout: 1000 })
  }).toPass()
})

test('who types before the editor is there goes on where he was, and nothing jumps', async ({ page }) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/assets/ExpressionEditor-*.js', async (route) => {
    await held
    await route.continue()
  })
  await openDesigner(page, '/design/e/customer/fields')
  await page
    .locator('.b-palette__item button')
    .filter({ hasText: /^Formula$/ })
    .click()
  await formula(page).click()
  await page.keyboard.type('contract_amount * 2')
  for (let nth = 0; nth < 4; nth++) await page.keyboard.press('ArrowLeft')
  const plain = await formula(page).boundingBox()
  const next = page.locator('.b-prop').filter({ hasText: 'A number is shown as' })
  const below = await next.boundingBox()
  expect(await formula(page).evaluate((one) => one.tagName)).toBe('TEXTAREA')
  release()
  await expect(page.locator('.b-panel .cm-content').first()).toBeFocused()
  await page.keyboard.type(' + 1')
  await expect(formula(page)).toHaveText('contract_amount + 1 * 2')
  const frame = await page.locator('.b-panel .b-code').first().boundingBox()
  expect(frame?.height).toBe(plain?.height)
  expect((await next.boundingBox())?.y).toBe(below?.y)
})

test('the policy that rules become is read with the colours of code', async ({ page }) => {
  const refused = await watchPolicy(page)
  await openDesigner(page, '/design/e/customer/access')
  await page.getByRole('button', { name: 'Effect and policy' }).click()
  await page.locator('.b-access-rego__rule summary').first().click()
  await expect(page.locator('.b-access-rego__text .b-code-word').first()).toBeVisible()
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectNoViolations(page, undefined, '.b-access-rego')
    await shot(page, `formula-rego-${colorScheme}`)
  }
  expect(await refused()).toEqual([])
})

test('values that fill fields are expressions, too, and so is what they must fit', async ({ page }) => {
  await openDesigner(page, '/design/e/customer/fields')
  await page.locator('[data-field=birthday] .b-field__grip').focus()
  await page.getByText('Conditions and automatic values').click()
  const begins = page.getByRole('textbox', { name: 'Begins with' })
  await begins.fill('add_days(today(), 1)')
  await expect(page.locator('.b-expr').filter({ has: begins }).locator('.b-expr__value')).toContainText(
    /= .*\d{4}/,
  )
  await begins.fill("'x'")
  await expect(page.locator('.b-expr').filter({ has: begins }).locator('.b-prop__problem')).toBeVisible()
  await shot(page, 'formula-default')
  await page.locator('[data-field=consultant] .b-field__grip').focus()
  await page.getByText('Conditions and automatic values').click()
  await begins.fill('me')
  await expect(page.locator('.b-expr').filter({ has: begins }).locator('.b-expr__value')).toHaveText(
    /^= Designer /,
  )
})
