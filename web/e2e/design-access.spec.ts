// Shows: rules are sentences that are added, changed, taken out and taken back; what is published holds (goal 7).
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, expectSaved, firstSignIn, hashOf, openDesigner, seed, signInAsNew } from './designer.ts'
import { options } from './select.ts'
import { type Api, shot } from './session.ts'

const field = (type: string, title: string) => ({ 'x-field': type, 'x-id': seed(10), title })

/** An entity in the draft of the caller, whose records have an owner, with nobody who may do anything. */
async function newLead(api: Api, word: string): Promise<string> {
  const name = `lead_${word}`
  await api.send('PUT', `definitions/entity/${name}`, {
    $schema: 'mortise:entity',
    name,
    title: `Lead ${word}`,
    type: 'object',
    'x-id': seed(10),
    'x-label': 'name',
    'x-owner': 'owner',
    properties: {
      name: field('text', 'Name'),
      phone: field('phone', 'Phone'),
      amount: field('money', 'Amount'),
      owner: field('user', 'Owner'),
    },
  })
  return name
}

async function openAccess(page: Page, word: string): Promise<{ api: Api; lead: string }> {
  const api = await signInAsNew(page, ['administrator'])
  const lead = await newLead(api, word)
  await page.addInitScript(() => localStorage.setItem('mortise.draft', 'own'))
  await page.goto(`/design/e/${lead}/access`)
  return { api, lead }
}

/** Types a role and gives it its own records: three things to do. */
async function addRep(page: Page, role: string): Promise<void> {
  await page.getByLabel('Add a role').fill(role)
  await page.getByLabel('Add a role').press('Enter')
  await page.getByRole('button', { name: `Set the whole row of ${role}` }).click()
  await page.getByRole('menuitem', { name: 'Own records: read, create, edit' }).click()
}

async function addRule(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

/** Adds one of many by typing it: a long list shows only its beginning. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).fill(text)
  await options(page, text).click()
  await page.keyboard.press('Escape')
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'What the rule says' })
const row = (page: Page, key: string) => page.locator(`[data-rule="${key}"]`)

test('rules are added by mouse, taken out by keys, taken back and done again', async ({ page }) => {
  const word = seed()
  const { api, lead } = await openAccess(page, word)
  await addRep(page, `Rep ${word}`)
  await page.getByRole('tab', { name: 'Access rules' }).click()
  await expect(page.getByText('Nothing is refused beyond what is not granted.')).toBeVisible()
  const mask = `mask/${lead}.mask`
  const restriction = `restriction/${lead}.restriction`
  const obligation = `obligation/${lead}.obligation`

  // What is most delicate is masked at once, in the way that fits it.
  await addRule(page, 'Show fields in part')
  await expect(row(page, mask)).toHaveText('Phone is shown as 138****8000')
  await addRule(page, 'Refuse something')
  await expect(row(page, restriction)).toHaveText('Nobody may delete for good')
  const refused = panel(page).getByRole('group', { name: 'Refused where' })
  await refused.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('option', { name: 'Amount' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Operator' }).click()
  await options(page, '>').first().click()
  await page.getByRole('dialog').getByRole('spinbutton').fill('1000')
  await page.keyboard.press('Enter')
  await expect(row(page, restriction)).toContainText('Amount > ¥ 1,000')
  await choose(page, 'Not for', 'Administrator')
  await expect(row(page, restriction)).toContainText('except Administrator')
  await addRule(page, 'Ask for approval or a reason')
  await expect(row(page, obligation)).toHaveText('To delete for good, a reason is needed')
  await panel(page).getByLabel('What is needed').click()
  await options(page, 'An approval').click()
  await expect(row(page, obligation)).toContainText('must approve')
  await panel(page).getByText('As a policy (Rego)').click()
  await expect(panel(page).getByRole('region', { name: 'As a policy (Rego)' })).toContainText(
    'obligation contains',
  )
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-access-rules-${theme}`))

  // Arrows walk, Enter opens, Delete takes out, and the focus stays among the rules.
  await row(page, mask).focus()
  await page.keyboard.press('ArrowUp')
  await expect(row(page, restriction)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('heading')).toHaveText('Restriction')
  await page.keyboard.press('Delete')
  await expect(row(page, restriction)).toHaveCount(0)
  await expect(row(page, mask)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(row(page, restriction)).toBeVisible()

  // All the way back and forth again: the same documents.
  const names = ['mask', 'restriction', 'obligation'] as const
  const hashes = () => Promise.all(names.map((kind) => hashOf(page, api, kind, `${lead}.${kind}`)))
  const made = await hashes()
  expect(made).not.toContain('')
  const undo = page.getByRole('button', { name: /^Undo/ })
  let steps = 0
  for (; (await page.locator('[data-rule]').count()) > 0; steps++) await undo.click()
  expect(steps).toBeGreaterThan(5)
  await expectSaved(page)
  expect(await hashes()).toEqual(['', '', ''])
  for (; steps > 0; steps--) await page.getByRole('button', { name: /^Redo/ }).click()
  expect(await hashes()).toEqual(made)
})

test('a word is carried to other cells by mouse, by keys and from the menu, back and forth again', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const word = seed()
  const { api, lead } = await openAccess(page, word)
  const [rep, boss] = [`Rep ${word}`, `Boss ${word}`]
  await addRep(page, rep)
  await page.getByLabel('Add a role').fill(boss)
  await page.getByLabel('Add a role').press('Enter')
  const cell = (role: string, action: string) =>
    page.getByRole('button', { name: new RegExp(`^${role}, ${action}:`) })
  await expectSaved(page)
  const { data: roles } = await api.get<{ data: { name: string; body: { title: unknown } }[] }>(
    'definitions?kind=role&draft=own',
  )
  const name = roles.find(({ body }) => JSON.stringify(body.title).includes(boss))?.name
  const hash = () => hashOf(page, api, 'grant', `${lead}.${name}`)

  // By mouse: the corner of one cell is drawn to another.
  const from = page.locator('td', { has: cell(rep, 'Read') })
  await from.hover()
  await drag(page, from.locator('.b-scope__corner'), cell(boss, 'Read'))
  await expect(cell(boss, 'Read')).toHaveText('Own')
  const dragged = await hash()
  await page.keyboard.press('Control+z')
  await expect(cell(boss, 'Read')).toHaveText('None')

  // By keys alone.
  await cell(rep, 'Read').focus()
  await page.keyboard.press('Control+c')
  const rowOf = async (role: string) =>
    Number.parseInt((await cell(role, 'Read').getAttribute('data-at')) ?? '', 10)
  const rows = (await rowOf(boss)) - (await rowOf(rep))
  for (let nth = 0; nth < Math.abs(rows); nth++) await page.keyboard.press(rows > 0 ? 'ArrowDown' : 'ArrowUp')
  await expect(cell(boss, 'Read')).toBeFocused()
  await page.keyboard.press('Control+v')
  await expect(cell(boss, 'Read')).toHaveText('Own')
  expect(await hash()).toBe(dragged)
  await page.keyboard.press('Control+z')
  await expect(cell(boss, 'Read')).toHaveText('None')

  // From the menu of the cell.
  await cell(rep, 'Read').click()
  await page.getByRole('menuitem', { name: 'Give the same to…' }).click()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-access-copy-${theme}`))
  await page.getByRole('menuitem', { name: boss }).click()
  await expect(cell(boss, 'Read')).toHaveText('Own')
  expect(await hash()).toBe(dragged)

  // Twenty steps there and back.
  const words = ['Own team', 'All', 'Department', 'Own']
  const actions = ['Read', 'Create', 'Edit', 'Archive']
  for (let nth = 0; nth < 20; nth++) {
    await cell(boss, actions[nth % 4] ?? '').click()
    await page.getByRole('menuitemradio', { name: words[Math.floor(nth / 4) % 4], exact: true }).click()
  }
  const made = await hash()
  expect(made).not.toBe(dragged)
  for (let nth = 0; nth < 20; nth++) await page.keyboard.press('Control+z')
  expect(await hash()).toBe(dragged)
  for (let nth = 0; nth < 20; nth++) await page.keyboard.press('Control+Shift+z')
  expect(await hash()).toBe(made)
})

test('a cell leads to the rule that decides it, and a problem to its place', async ({ page }) => {
  const word = seed()
  const { api, lead } = await openAccess(page, word)
  await addRep(page, `Rep ${word}`)
  await expectSaved(page)
  const { data } = await api.get<{ data: { name: string; body: { role?: string } }[] }>(
    'definitions?kind=grant&draft=own',
  )
  const grant = data.find(({ name }) => name.startsWith(`${lead}.`))
  await page.getByRole('button', { name: `Rep ${word}, Read: Own` }).click()
  await expectNoViolationsInBothThemes(page)
  await page.getByRole('menuitem', { name: grant?.name }).click()
  await expect(panel(page).getByText(`Rep ${word} may read`)).toBeVisible()
  await panel(page).getByText('More: result, channels, search').click()
  await choose(page, 'Only through', 'the web')
  await expect(page.getByRole('button', { name: `Rep ${word}, Read: Rules` })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Close' }).click()
  await page.getByRole('tab', { name: 'Fields' }).click()
  await page
    .getByRole('button', { name: /Phone:/ })
    .first()
    .click()
  await expectSaved(page)
  await expectNoViolationsInBothThemes(page)
  await page.keyboard.press('Escape')

  // The address leads into the panel: to the condition.
  await page.goto(`/design/e/${lead}/access?item=grant/${grant?.name}&at=/result`)
  const place = panel(page).getByRole('group', { name: 'As it will be' })
  await expect(place.getByRole('button', { name: 'Add a condition' })).toBeFocused()
})

test('what is published holds: own records, with the phone in part, and none of others', async ({
  page,
  browser,
}) => {
  const word = seed()
  const { api, lead } = await openAccess(page, word)
  const role = `Rep ${word}`
  await addRep(page, role)
  await addRep(page, `Boss ${word}`)
  await page.getByRole('tab', { name: 'Access rules' }).click()
  await addRule(page, 'Show fields in part')
  await page.getByRole('button', { name: 'Effect and policy' }).click()
  const effects = page.getByRole('complementary', { name: 'Effect and policy' })
  await expect(effects.getByText(`Mask: ${lead}.mask`)).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-access-effects-${theme}`))
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Publish now' }).click()
  await expect(page.getByText(/Published as revision/)).toBeVisible()

  const person = async (title: string) => {
    const query = new URLSearchParams({ fields: 'name', filter: `title == '${title}'` })
    const { data } = await api.get<{ data: { id: string }[] }>(`records/role?${query}`)
    const email = `${seed(10)}@example.com`
    const made = await api.send('POST', 'records/user', { name: title, email })
    const { id } = (await made.json()) as { id: string }
    await api.send('POST', 'records/user_role', { user: id, role: data[0]?.id })
    await api.send('POST', `users/${id}/password`, { password: 'first-password-1' })
    const context = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL })
    const its = await context.newPage()
    return { id, page: its, api: await firstSignIn(its, email, 'first-password-1') }
  }
  const rep = await person(role)
  const boss = await person(`Boss ${word}`)
  const phone = '+8613800138000'
  await rep.api.send('POST', `records/${lead}`, { name: `Mine ${word}`, phone, owner: rep.id })
  await boss.api.send('POST', `records/${lead}`, { name: `Foreign ${word}`, phone, owner: boss.id })
  await rep.page.goto(`/e/${lead}`)
  await expect(rep.page.getByText(`Mine ${word}`)).toBeVisible()
  await expect(rep.page.getByText(`Foreign ${word}`)).toHaveCount(0)
  await expect(rep.page.getByText(/\*{4}8000/)).toBeVisible()
  await expect(rep.page.getByText(/0013/)).toHaveCount(0)
  await shot(rep.page, 'design-access-held')
  await rep.page.context().close()
  await boss.page.context().close()
})

test('roles are added, copied with what they may do, compared and taken out', async ({ page }) => {
  const word = seed()
  const api = await openDesigner(page, '/design/roles')
  await page.getByLabel('New role').fill(`Clerk ${word}`)
  await page.getByLabel('New role').press('Enter')
  await page.getByRole('button', { name: 'Copy Salesperson with what it may do' }).click()
  await page.getByRole('link', { name: 'Salesperson (copy)' }).click()
  await expect(page.getByRole('row', { name: /Customer/ }).first()).toContainText('Own')
  await page.getByLabel('Title').fill(`Deputy ${word}`)
  await choose(page, 'Has everything of', `Clerk ${word}`)
  await choose(page, 'Never together with', 'Lecturer')
  await page.getByRole('switch', { name: 'Read the audit log' }).click()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-role-${theme}`))
  await expectSaved(page)
  const { data } = await api.get<{
    data: { name: string; body: { title: string; incompatible?: string[] } }[]
  }>('definitions?kind=role&draft=own')
  const copy = data.find(({ body }) => body.title === `Deputy ${word}`)
  expect(copy?.body).toMatchObject({ permissions: ['audit'], incompatible: ['lecturer'] })
  expect(data.find(({ name }) => name === 'lecturer')?.body.incompatible).toEqual([copy?.name])
  const made = await hashOf(page, api, 'role', copy?.name ?? '')

  await page.getByRole('link', { name: 'Roles and access' }).first().click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-roles-${theme}`))
  await page.getByRole('button', { name: `Remove Deputy ${word} and its grants` }).click()
  await expect(page.getByRole('link', { name: `Deputy ${word}` })).toHaveCount(0)
  expect(await hashOf(page, api, 'role', copy?.name ?? '')).toBe('')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('link', { name: `Deputy ${word}` })).toBeVisible()
  expect(await hashOf(page, api, 'role', copy?.name ?? '')).toBe(made)
})
