import { expect, type Locator, test } from '@playwright/test'
import { seed, signInAsNew } from './designer.ts'
import { shot } from './session.ts'

/** Counts what a hand does: a click, a drag, a tick, a key with a meaning of its own, or one entry of text. */
class Hand {
  count = 0

  async click(target: Locator): Promise<void> {
    this.count++
    await target.click()
  }

  /** One entry of text, ended with Enter where that is how it is done. */
  async type(target: Locator, text: string, end?: 'Enter'): Promise<void> {
    this.count++
    await target.fill(text)
    if (end) await target.press(end)
  }
}

test('an entity, its form and list, and a role that sees only its own: in few steps, and it holds', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const admin = await signInAsNew(page, ['administrator'])
  const word = seed()
  const title = `Lead ${word}`
  const entity = `lead_${word}`
  const role = `Rep ${word}`
  const email = `rep-${word}@example.com`
  await page.addInitScript(() => localStorage.setItem('mortise.draft', 'own'))
  await page.goto('/')
  const begun = Date.now()
  const hand = new Hand()

  // The entity with its five fields: types are guessed from the names.
  await hand.click(page.getByRole('link', { name: 'Entities', exact: true }))
  await hand.type(page.getByLabel('New entity'), title, 'Enter')
  const add = page.getByLabel('Add a field')
  for (const field of ['Name', 'Status', 'Amount', 'Phone', 'Owner']) await hand.type(add, field, 'Enter')
  await hand.click(page.getByLabel('Name is required'))
  await hand.type(page.getByLabel('Options of Status'), 'New, Contacted, Won', 'Enter')
  await hand.click(page.getByRole('button', { name: 'New records begin with New' }))
  const row = (name: string) => page.locator(`[data-field="${name}"]`)
  await expect(row('amount').getByLabel('Type of Amount')).toHaveValue('money')
  await expect(row('phone').getByLabel('Type of Phone')).toHaveValue('phone')
  await expect(row('owner').getByLabel('Type of Owner')).toHaveValue('user')

  // A role that works on its own records and cannot see the phone.
  await hand.click(page.getByRole('link', { name: 'Access', exact: true }))
  await hand.type(page.getByLabel('Add a role'), role, 'Enter')
  await hand.click(page.getByRole('button', { name: `Set the whole row of ${role}` }))
  await hand.click(page.getByRole('menuitem', { name: 'Own records: read, create, edit' }))
  await hand.click(page.getByRole('tab', { name: 'Fields' }))
  await hand.click(page.getByRole('button', { name: `${role}, Phone: Read and write` }))
  await hand.click(page.getByRole('menuitemradio', { name: 'Hidden' }))

  await hand.click(page.getByRole('button', { name: 'Publish', exact: true }))
  await hand.click(page.getByRole('button', { name: 'Publish now' }))
  await expect(page.getByText(/Published as revision/)).toBeVisible()

  // Somebody with the role.
  await hand.click(page.getByRole('link', { name: 'People', exact: true }))
  await hand.click(page.getByRole('button', { name: 'Add a person' }))
  const dialog = page.getByRole('dialog')
  await hand.type(dialog.getByLabel('Name', { exact: true }), `Ada ${word}`)
  await hand.type(dialog.getByLabel('E-mail'), email)
  await hand.click(dialog.getByLabel('With a password that you hand over'))
  const first = await dialog.getByLabel('First password').inputValue()
  await hand.click(dialog.getByLabel(role))
  await hand.click(dialog.getByRole('button', { name: 'Add', exact: true }))
  await expect(dialog).toBeHidden()

  // A record of somebody else, which the role must not see, by the administrator.
  const { user } = await admin.get<{ user: { id: string } }>('me')
  await admin.send('POST', `records/${entity}`, {
    name: `Foreign ${word}`,
    owner: user.id,
    phone: '+8613800138000',
  })

  // Signed in as that somebody.
  await hand.click(page.locator('.a-user'))
  await hand.click(page.getByRole('menuitem', { name: 'Sign out' }))
  await hand.type(page.locator('[name=login]'), email)
  await hand.type(page.locator('[name=password]'), first, 'Enter')
  await hand.type(page.getByLabel('Current password'), first)
  await hand.type(page.getByLabel('New password'), `own-${word}-password`, 'Enter')
  const list = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: title })
  await hand.click(list)
  const took = Date.now() - begun

  // It holds: one's own record is seen, another's is not, and the phone is nowhere.
  await page.goto(`/e/${entity}/new`)
  await page.getByRole('textbox', { name: 'Name' }).fill(`Mine ${word}`)
  await expect(page.getByText('Phone', { exact: true })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: `Mine ${word}` })).toBeVisible()
  await list.click()
  await expect(page.getByRole('gridcell', { name: `Mine ${word}`, exact: true })).toBeVisible()
  await expect(page.getByText('New', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(`Foreign ${word}`)).toHaveCount(0)
  await expect(page.getByText('Phone', { exact: true })).toHaveCount(0)
  await shot(page, 'design-reference')

  console.log(`reference task: ${hand.count} interactions, ${Math.round(took / 1000)} s`)
  expect(hand.count).toBeLessThanOrEqual(35)
  expect(took).toBeLessThan(90_000)
})
