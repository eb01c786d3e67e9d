import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { openDesigner, seed } from './designer.ts'
import { shot } from './session.ts'

test('publishing says whom it hides records from and what it loses, and the way back brings both', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const api = await openDesigner(page)
  const word = seed()
  const entity = `item_${word}`
  const role = `keeper_${word}`
  const id = () => seed(10)
  await api.send('PUT', `definitions/entity/${entity}`, {
    $schema: 'mortise:entity',
    name: entity,
    title: `Item ${word}`,
    type: 'object',
    'x-id': id(),
    'x-label': 'name',
    'x-owner': 'owner',
    properties: {
      name: { 'x-field': 'text', 'x-id': id(), title: 'Name' },
      code: { 'x-field': 'text', 'x-id': id(), title: 'Code' },
      owner: { 'x-field': 'user', 'x-id': id(), title: 'Owner' },
    },
  })
  await api.send('PUT', `definitions/role/${role}`, { name: role, 'x-id': id(), title: `Keeper ${word}` })
  const grant = (name: string, to: string) =>
    api.send('PUT', `definitions/grant/${entity}.${name}`, {
      name: `${entity}.${name}`,
      role: to,
      entity,
      actions: ['read', 'create', 'update', 'import'],
      scope: 'all',
      read: 'all',
      write: 'all',
    })
  await grant('administrator', 'administrator')
  await grant(role, role)
  await api.send('POST', 'draft:publish', {})
  const { user } = await api.get<{ user: { id: string } }>('me')
  for (let from = 0; from < 300; from += 100) {
    const operations = Array.from({ length: 100 }, (_, nth) => ({
      action: 'create',
      entity,
      fields: { name: `Thing ${from + nth + 1}`, code: `C${from + nth + 1}` },
    }))
    await api.send('POST', 'batch', { operations })
  }
  const query = new URLSearchParams({ fields: 'name', filter: `name == '${role}'` })
  const { data } = await api.get<{ data: { id: string }[] }>(`records/role?${query}`)
  const keeper = await api.send('POST', 'records/user', {
    name: `Keeper ${word}`,
    email: `keeper-${word}@example.com`,
  })
  const { id: keeperId } = (await keeper.json()) as { id: string }
  await api.send('POST', 'records/user_role', { user: keeperId, role: data[0]?.id })
  expect(user.id).not.toBe(keeperId)

  // The keeper is to see no more than his own, which are none; and the code is to go.
  await page.goto(`/design/e/${entity}/access`)
  await page.getByRole('button', { name: `Keeper ${word}, Read: All` }).click()
  await page.getByRole('menuitemradio', { name: 'Own', exact: true }).click()
  await page.getByRole('link', { name: 'Fields', exact: true }).click()
  await page.getByRole('button', { name: 'Remove Code' }).click()
  await expect(page.locator('[data-field=code]')).toHaveCount(0)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish the draft' })
  await expect(dialog.getByText(/may no longer read 300 records/).first()).toBeVisible()
  await expect(dialog.getByText(/such as Thing/).first()).toBeVisible()
  const now = dialog.getByRole('button', { name: 'Publish now' })
  await expect(now).toBeDisabled()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-publish-${theme}`))
  await dialog.getByRole('checkbox', { name: /code/ }).check()
  await now.click()
  await expect(page.getByText(/Published as revision/)).toBeVisible()

  // Back to the revision before.
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await page.getByRole('button', { name: 'Go back to it' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it the draft' }).click()
  await expect(page.locator('.b-home')).toBeVisible()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog.getByText(/may now read 300 records/).first()).toBeVisible()
  await now.click()
  await expect(page.getByText(/Published as revision/).last()).toBeVisible()
  await expect(dialog).toBeHidden()
  const first = new URLSearchParams({ fields: 'name,code', filter: "name == 'Thing 7'" })
  const back = await api.get<{ data: { code: string }[] }>(`records/${entity}?${first}`)
  expect(back.data[0]?.code).toBe('C7')
})
