import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, seed, signInAsNew } from './designer.ts'
import { shot } from './session.ts'

/** An administrator in a browser of his own, at the fields of an entity of the shared draft. */
async function designer(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  await signInAsNew(page, ['administrator'])
  return page
}

test('two administrators draw one entity: both changes stay, and the same property is asked about', async ({
  browser,
}) => {
  test.setTimeout(90_000)
  const [one, other] = [await designer(browser), await designer(browser)]
  const word = seed()
  await one.goto('/design')
  await one.getByLabel('New entity').fill(`Pair ${word}`)
  await one.keyboard.press('Enter')
  for (const field of ['Name', 'Phone']) {
    await one.getByLabel('Add a field').fill(field)
    await one.getByLabel('Add a field').press('Enter')
  }
  await expectSaved(one)
  await other.goto(`/design/e/pair_${word}/fields`)
  await expect(other.locator('.b-field')).toHaveCount(2)
  await expect(other.getByRole('list', { name: 'Others in this draft' })).toBeVisible()

  // Different fields, at once.
  await one.getByLabel('Title of name').fill('Full name')
  await other.getByLabel('Title of phone').fill('Mobile')
  await expectSaved(one)
  await expectSaved(other)
  await expect(one.getByLabel('Title of phone')).toHaveValue('Mobile')
  await expect(other.getByLabel('Title of name')).toHaveValue('Full name')

  // Undoing takes back one's own change only.
  await one.getByLabel('Title of name').focus()
  await one.keyboard.press('Control+z')
  await expect(one.getByLabel('Title of name')).toHaveValue('Name')
  await expect(one.getByLabel('Title of phone')).toHaveValue('Mobile')
  await expectSaved(one)
  await expect(other.getByLabel('Title of name')).toHaveValue('Name')

  // The same property: what one types reaches the server first, and the other is asked.
  let held = true
  await other.route('**/api/v1/definitions/**', async (route) => {
    while (held && route.request().method() === 'PUT') await new Promise((done) => setTimeout(done, 50))
    await route.continue()
  })
  await other.route('**/api/v1/draft:here**', (route) => route.abort())
  await other.getByLabel('Title of name').fill('Theirs')
  await one.getByLabel('Title of name').fill('Ours')
  await expectSaved(one)
  held = false
  const dialog = other.getByRole('dialog', { name: /Somebody else has changed/ })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByText('Ours', { exact: true })).toBeVisible()
  await expect(dialog.getByText('Theirs', { exact: true }).last()).toBeVisible()
  await expectNoViolationsInBothThemes(other, (theme) => shot(other, `design-clash-${theme}`))
  await dialog.getByRole('radio', { name: /^Yours/ }).check()
  await dialog.getByRole('button', { name: 'Take these' }).click()
  await expect(dialog).toBeHidden()
  await expectSaved(other)
  await expect(one.getByLabel('Title of name')).toHaveValue('Theirs')

  // Nothing of it stays for the next who opens the shared draft.
  await one.goto('/design')
  await one.getByRole('button', { name: /changed document/ }).click()
  const mine = one
    .locator('.b-change')
    .filter({ hasText: `pair_${word}` })
    .or(one.locator('.b-change').filter({ hasText: `Pair ${word}` }))
  while ((await mine.count()) > 0) {
    await mine
      .first()
      .getByRole('button', { name: /Discard the changes/ })
      .click()
    await one.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await expect(one.getByRole('dialog', { name: 'Discard changes?' })).toBeHidden()
    await one.getByRole('button', { name: /changed document/ }).click()
  }
})
