import { expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { drag, hashOf, openDesigner, seed } from './designer.ts'
import { shot } from './session.ts'

/** Draws an entity with these fields, and gives its name. */
async function drawEntity(page: Page, fields: string[]): Promise<string> {
  const word = seed()
  await page.getByLabel('New entity').fill(`Thing ${word}`)
  await page.keyboard.press('Enter')
  const add = page.getByLabel('Add a field')
  for (const field of fields) {
    await add.fill(field)
    await add.press('Enter')
  }
  return `thing_${word}`
}

const names = (page: Page) =>
  page.locator('.b-field').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-field')))

test.describe('drawing an entity', () => {
  test('fields move by mouse, by keys and by a menu, and types are dropped among them', async ({ page }) => {
    await openDesigner(page)
    await drawEntity(page, ['Alpha', 'Beta', 'Gamma', 'Delta'])
    const grip = (name: string) => page.locator(`[data-field=${name}] .b-field__grip`)

    await drag(page, grip('delta'), page.locator('[data-field=alpha]'), 'above')
    await expect.poll(() => names(page)).toEqual(['delta', 'alpha', 'beta', 'gamma'])

    await grip('delta').focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(grip('delta')).toBeFocused()
    await page.keyboard.press('Alt+ArrowDown')
    expect(await names(page)).toEqual(['alpha', 'beta', 'delta', 'gamma'])
    await expect(page.getByRole('status').filter({ hasText: 'Delta moved to place 3 of 4' })).toBeAttached()

    await page.getByRole('button', { name: 'Move Delta to…' }).click()
    await page.getByRole('menuitem', { name: 'Last' }).click()
    expect(await names(page)).toEqual(['alpha', 'beta', 'gamma', 'delta'])

    await drag(
      page,
      page.locator('.b-palette__item').filter({ hasText: /^Date$/ }),
      page.locator('[data-field=beta]'),
      'below',
    )
    await expect.poll(() => names(page)).toEqual(['alpha', 'beta', 'date', 'gamma', 'delta'])
    await expect(page.getByLabel('Type of Date')).toHaveValue('date')

    await grip('date').focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => names(page)).toEqual(['alpha', 'beta', 'gamma', 'delta'])
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-fields-${theme}`))
  })

  test('names that are pasted become fields of the types that they tell', async ({ page }) => {
    await openDesigner(page)
    await drawEntity(page, [])
    await page.getByLabel('Add a field').focus()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text', 'Name\nDue date\nE-mail\nQuantity\nNotes')
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    })
    await expect.poll(() => names(page)).toEqual(['name', 'due_date', 'e_mail', 'quantity', 'notes'])
    const types = await page
      .locator('.b-field .b-select')
      .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
    expect(types).toEqual(['text', 'date', 'email', 'integer', 'longtext'])
  })

  test('twenty steps back and twenty forth give the same document', async ({ page }) => {
    test.setTimeout(90_000)
    const api = await openDesigner(page)
    const entity = await drawEntity(page, [])
    const empty = await hashOf(page, api, 'entity', entity)
    const add = page.getByLabel('Add a field')
    for (let nth = 1; nth <= 12; nth++) {
      await add.fill(`Field ${nth}`)
      await add.press('Enter')
    }
    for (const nth of [1, 2, 3]) await page.getByLabel(`Field ${nth} is required`).click()
    for (const nth of [4, 5, 6]) await page.getByLabel(`Type of Field ${nth}`).selectOption('money')
    await page.locator('[data-field=field_12] .b-field__grip').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    const drawn = await hashOf(page, api, 'entity', entity)
    for (let nth = 0; nth < 20; nth++) await page.keyboard.press('Control+z')
    expect(await names(page)).toEqual([])
    expect(await hashOf(page, api, 'entity', entity)).toBe(empty)
    for (let nth = 0; nth < 20; nth++) await page.keyboard.press('Control+Shift+z')
    expect(await hashOf(page, api, 'entity', entity)).toBe(drawn)
    expect(drawn).not.toBe(empty)
    await page.reload()
    await expect(page.locator('.b-field')).toHaveCount(12)
  })

  test('what is wrong is listed, and leads to its place', async ({ page }) => {
    await openDesigner(page)
    await drawEntity(page, ['Name'])
    await page.getByRole('button', { name: 'Add Formula' }).click()
    await page.getByRole('button', { name: /[1-9] problem/ }).click()
    await page.locator('.b-finding').filter({ hasText: 'Formula' }).first().click()
    await expect(page.locator('[data-field=formula]')).toHaveAttribute('data-selected', 'true')
    await page.getByLabel('Formula', { exact: true }).fill('1 + 1')
    await expect(page.getByRole('button', { name: '0 problems' })).toBeVisible()
  })

  test('a field that others name says so before it goes', async ({ page }) => {
    await openDesigner(page)
    await drawEntity(page, ['Name', 'Price'])
    await page.getByRole('button', { name: 'Add Formula' }).click()
    await page.getByLabel('Formula', { exact: true }).fill('price * 2')
    await expect(page.locator('.b-saved')).toHaveText('Saved')
    await page.getByRole('button', { name: 'Remove Price' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove Price?' })
    await expect(dialog.getByText(/place names it|places name it/)).toBeVisible()
    await expectNoViolationsInBothThemes(page)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.locator('[data-field=price]')).toBeVisible()
  })
})
