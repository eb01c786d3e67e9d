// Shows: who has never drawn anything takes the tour, and ends with the first record of an own entity.
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { expectSaved, openDesigner, seed } from './designer.ts'
import { shot } from './session.ts'

const card = (page: Page) => page.locator('.bt-card')
const next = (page: Page) => card(page).getByRole('button', { name: 'Next' })

/** Waits for a step, looks at it, and keeps a picture. */
async function step(page: Page, at: number, title: string, control: string) {
  await expect(card(page)).toContainText(`${at} of 9`)
  await expect(card(page).getByRole('heading')).toHaveText(title)
  await pointsAt(page, control)
  await expectNoViolations(page)
  await shot(page, `design-tour-${at}`)
}

/** What was done was noticed: the step says so, and the card has not taken the focus. */
async function noticed(page: Page) {
  await expect(card(page).locator('.bt-text--done')).toBeVisible()
  await expect(next(page).or(card(page).getByRole('button', { name: 'Finish' }))).toBeVisible()
}

/** The outline stands around a control, and the card beside it. */
async function pointsAt(page: Page, selector: string) {
  await expect
    .poll(async () => {
      const [line, control, box] = await Promise.all([
        page.locator('.bt-outline').boundingBox(),
        page.locator(selector).first().boundingBox(),
        card(page).boundingBox(),
      ])
      if (!line || !control || !box) return 'not there'
      const around = Math.abs(line.x + 4 - control.x) < 2 && Math.abs(line.y + 4 - control.y) < 2
      const apart =
        box.x >= control.x + control.width ||
        box.x + box.width <= control.x ||
        box.y >= control.y + control.height ||
        box.y + box.height <= control.y
      return around ? (apart ? 'beside it' : 'over it') : 'elsewhere'
    })
    .toBe('beside it')
}

test('the whole tour, to the first record', async ({ page }) => {
  test.setTimeout(180_000)
  const word = seed()
  const api = await openDesigner(page)
  await page.getByRole('button', { name: 'Take the tour' }).click()
  await expect(card(page)).toBeFocused()
  await step(page, 1, 'What do you want to keep?', '.b-home__new .ant-input-affix-wrapper')
  await expect(card(page).getByRole('button', { name: 'Skip' })).toHaveCount(0)
  await page.keyboard.press('F9')
  await page.keyboard.type(`Visit ${word}`)
  await page.keyboard.press('Enter')

  await step(page, 2, `What is known of each Visit ${word}?`, '.b-add-field')
  await page.keyboard.press('F9')
  await page.keyboard.press('F9')
  const adding = page.getByLabel('Add a field')
  await adding.focus()
  for (const title of ['Name', 'Visit date', 'Status']) {
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
  }
  await noticed(page)
  await expect(adding).toBeFocused()
  await next(page).click()

  await step(page, 3, 'What can be chosen?', '[data-field=status] .b-field__options')
  await card(page).getByRole('button', { name: 'Show me' }).click()
  const options = page.getByLabel('Options of Status')
  await expect(options).toBeFocused()
  await options.fill('Planned, Done, Cancelled')
  await page.keyboard.press('Enter')
  await noticed(page)
  await next(page).click()

  await step(page, 4, 'The form is there already', '.b-tabs a[href$="/forms"]')
  await card(page).getByRole('link', { name: 'Open Forms' }).click()
  await pointsAt(page, '.b-form-field:nth-child(2)')
  await page.locator('[data-node="field:visit_date"]').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await noticed(page)
  await next(page).click()

  await expect(card(page)).toContainText('5 of 9')
  const views = page.locator('.b-tabs a[href$="/views"]')
  if (await views.count()) {
    await step(page, 5, 'The list', '.b-tabs a[href$="/views"]')
    await views.click()
    await pointsAt(page, '.b-view-column:nth-child(2)')
    await expectNoViolations(page)
    await page.locator('.b-view-column:nth-child(2) .b-view-column__node').focus()
    await page.keyboard.press('Alt+ArrowLeft')
  } else {
    await step(page, 5, 'The list', '[data-tour=preview]')
    await lookAs(page, 'As myself')
  }
  await noticed(page)

  // A new load of the page, or another page, takes nothing away.
  await expectSaved(page)
  await page.reload()
  await expect(card(page)).toContainText('5 of 9')
  await card(page)
    .getByRole('button', { name: /Next|Skip/ })
    .click()

  await step(page, 6, 'Who may see it?', '.b-tabs a[href$="/access"]')
  await card(page).getByRole('link', { name: 'Open Access' }).click()
  await pointsAt(page, '.b-hint button')
  await page.locator('.b-hint button').click()
  await pointsAt(page, '[data-at="0:0"]')
  await page.locator('[data-at="0:0"]').click()
  await page.getByRole('menuitemradio', { name: 'Own', exact: true }).click()
  await noticed(page)
  await shot(page, 'design-tour-6-done')
  await next(page).click()

  await step(page, 7, 'See it as they do', '[data-tour=preview]')
  const said = (await card(page).locator('.bt-text').textContent()) ?? ''
  await lookAs(page, /choose (.*?)\. Another/.exec(said)?.[1] ?? '')
  await noticed(page)
  await card(page).getByRole('button', { name: 'Back' }).click()
  await expect(card(page)).toContainText('6 of 9')
  await next(page).click()
  await next(page).click()

  await step(page, 8, 'Publish', '[data-tour=publish]')
  await page.locator('[data-tour=publish]').click()
  await pointsAt(page, '[data-tour=publishing]')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `design-tour-8-${theme}`))
  await page.getByRole('button', { name: 'Publish now' }).click()
  await noticed(page)
  await next(page).click()

  await step(page, 9, `The first Visit ${word}`, `.a-side a[href="/e/visit_${word}"]`)
  await card(page).getByRole('link', { name: 'Open the list' }).click()
  await expect(card(page)).toContainText('Press New.')
  await pointsAt(page, '.m-page-header__actions .m-button--primary')
  await page.locator('.m-page-header__actions .m-button--primary').click()
  await expect(card(page)).toContainText('Fill in the form')
  await expectNoViolations(page)
  await shot(page, 'design-tour-9-fill')
  await page.getByRole('textbox', { name: 'Name' }).fill('The very first')
  await page.keyboard.press('Control+s')
  await expect(card(page)).toContainText('There it is.')
  await shot(page, 'design-tour-9-done')
  await card(page).getByRole('button', { name: 'Finish' }).click()
  await expect(card(page)).toHaveCount(0)
  const { data } = await api.get<{ data: { name: string }[] }>(`records/visit_${word}?fields=name`)
  expect(data.map(({ name }) => name)).toEqual(['The very first'])
  await page.goto('/design')
  await expect(page.locator('.b-cards').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Take the tour' })).toHaveCount(0)
})

/** Looks at the draft through the eyes of somebody, and closes the window again. */
async function lookAs(page: Page, title: string) {
  await page.locator('[data-tour=preview]').click()
  const [seen] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('menuitem', { name: title, exact: true }).click(),
  ])
  await expect(seen.locator('.a-preview')).toBeVisible()
  // It is no place for the tour.
  await expect(card(seen)).toHaveCount(0)
  await seen.close()
}

test('the tour is stopped, goes on from the help, and lies at the bottom of a phone', async ({ page }) => {
  const word = seed()
  await openDesigner(page, '/design', 'zh-CN')
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.getByRole('button', { name: '开始导览' }).click()
  await page.locator('.b-home__new input:visible').fill(`拜访${word}`)
  await page.keyboard.press('Enter')
  await expect(card(page)).toContainText('第 2 步，共 9 步')
  await pointsAt(page, '.b-add-field')
  await expectNoViolations(page)
  await shot(page, 'design-tour-zh-dark')

  // Back shows what was done; what is taken back is to be done again.
  await card(page).getByRole('button', { name: '上一步' }).click()
  await expect(card(page)).toContainText('已经建好')
  await card(page).getByRole('button', { name: '下一步' }).click()
  await expect(card(page)).toContainText('第 2 步，共 9 步')
  await page.keyboard.press('Control+z')
  await expect(card(page)).toContainText('第 1 步，共 9 步')
  await page.keyboard.press('Control+Shift+z')
  await expect(card(page)).toContainText('第 2 步，共 9 步')
  await card(page).focus()
  await page.keyboard.press('Escape')
  await expect(card(page)).toHaveCount(0)
  await expect(page.locator('.b-add-field input')).toBeFocused()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.locator('.b-tabs').focus()
  await page.locator('.b-crumbs__up').click()
  await expect(page.getByText('导览停在第 2 步')).toBeVisible()
  await expectNoViolations(page)
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await page.getByRole('button', { name: '继续导览' }).click()
  await expect(card(page)).toContainText('第 2 步，共 9 步')
  await card(page).getByRole('link', { name: '打开字段' }).click()
  await expect(page.locator('.b-add-field input')).toBeVisible()
  const box = await card(page).boundingBox()
  expect([box?.x, box?.width, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([0, 390, 844])
  // Nothing lies below it: the page ends where it begins.
  const end = await page.locator('.a-page').evaluate((one) => one.getBoundingClientRect().bottom)
  expect(end).toBeLessThanOrEqual((box?.y ?? 0) + 1)
  await expectNoViolations(page)
  await shot(page, 'design-tour-phone')
})
