// Shows: an entity is started from a template, all of them can be published, and each is one step.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, openDesigner } from './designer.ts'
import { type Api, shot } from './session.ts'

const dialog = (page: Page) => page.getByRole('dialog')

/** The names of the entities of the own draft, once all is saved. */
async function entities(page: Page, api: Api): Promise<string[]> {
  await expectSaved(page)
  const { data } = await api.get<{ data: { name: string }[] }>('definitions?kind=entity&draft=own')
  return data.map(({ name }) => name).sort()
}

async function create(page: Page, title: string, buttons: { open: string; create: string }) {
  await page.goto('/design')
  await page.getByRole('button', { name: buttons.open }).click()
  await dialog(page).getByText(title, { exact: true }).first().click()
  await dialog(page).getByRole('button', { name: buttons.create }).click()
  await expect(page.locator('.b-field').first()).toBeVisible()
  await expectSaved(page)
}

test('every template becomes an entity that can be published', async ({ page }) => {
  test.setTimeout(120_000)
  const api = await openDesigner(page)
  const begun = await entities(page, api)
  const english = { open: 'From a template', create: 'Create' }
  await page.getByRole('button', { name: english.open }).click()
  const first = dialog(page).getByRole('radio', { name: 'Contact' })
  await expect(first).toBeFocused()
  // By keyboard, from template to template.
  await page.keyboard.press('ArrowDown')
  await expect(dialog(page).getByRole('radio', { name: 'Company' })).toBeChecked()
  await expect(dialog(page).getByText('Organisations: customers')).toBeVisible()
  await dialog(page).getByText('Invoice', { exact: true }).first().click()
  await expect(dialog(page).getByRole('heading', { name: 'Invoice line' })).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-templates-${theme}`))
  await page.keyboard.press('Escape')

  const titles = [
    'Company',
    'Contact',
    'Task',
    'Event',
    'Request',
    'Product',
    'Product',
    'Invoice',
    'Project',
  ]
  for (const title of titles) await create(page, title, english)
  const made = (await entities(page, api)).filter((name) => !begun.includes(name))
  expect(made).toHaveLength(10)
  expect(made).toEqual(expect.arrayContaining(['invoice_line', 'product', 'product_2']))
  const problems = await api.send('POST', 'draft:check?draft=own', {})
  expect(problems.status()).toBe(200)
  const plan = (await (await api.send('POST', 'draft:plan?draft=own', {})).json()) as { steps?: unknown[] }
  expect(JSON.stringify(plan)).toContain('invoice_line')
})

test('a template is one step, and speaks Chinese', async ({ page }) => {
  const api = await openDesigner(page, '/design', 'zh-CN')
  await page.emulateMedia({ colorScheme: 'dark' })
  const begun = await entities(page, api)
  await page.getByRole('button', { name: '从模板新建' }).click()
  await dialog(page).getByText('账单', { exact: true }).first().click()
  await shot(page, 'design-templates-zh-dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoViolations(page)
  await shot(page, 'design-templates-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog(page).getByRole('button', { name: '创建' }).click()
  await expect(page.locator('[data-field=customer] input.b-field__title')).toHaveValue('客户')
  const name = new URL(page.url()).pathname.split('/')[3] ?? ''
  const made = await entities(page, api)
  expect(made).toEqual([...begun, name, `${name}_line`].sort())
  await page.locator('.b-field__grip').first().focus()
  await page.keyboard.press('Control+z')
  await expect(page.locator('.b-field')).toHaveCount(0)
  await expect.poll(() => entities(page, api)).toEqual(begun)
  await page.goBack()
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => entities(page, api)).toEqual(made)
})
