import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { options } from './select.ts'
import { type Api, customer, session, shot } from './session.ts'

function cell(page: Page | Locator, field: string): Locator {
  return page.locator(`.r-field[data-field=${field}]`)
}

let serial = Date.now() % 1_000_000
const nameOf = (what: string) => `${what}${++serial}`

/** Makes a customer by the API. */
async function make(api: Api, values: { [field: string]: unknown }): Promise<string> {
  const response = await api.send('POST', 'records/customer', { status: 'new', source: 'wechat', ...values })
  return ((await response.json()) as { id: string }).id
}

async function first(api: Api, entity: string): Promise<{ id: string; name: string }> {
  const { data } = await api.get<{ data: { id: string; name: string }[] }>(
    `records/${entity}?limit=1&fields=name&sort=name`,
  )
  return data[0] as { id: string; name: string }
}

const archive = (api: Api, id: string) => api.send('DELETE', `records/customer/${id}`)

test.describe('what leads to a record', () => {
  test('is listed with its number, made there, and followed', async ({ page }) => {
    const api = await session(page, 'manager')
    const course = await first(api, 'course')
    await page.goto(`/e/course/${course.id}?tab=related`)
    const list = page.getByRole('region', { name: '客户 · 咨询课程' })
    await expect(list.getByRole('row')).toHaveCount(6)
    const count = Number((await list.locator('.rl-count').innerText()).replace(',', ''))
    expect(count).toBeGreaterThan(5)
    await list.getByRole('button', { name: '显示更多' }).click()
    await expect(list.getByRole('row')).toHaveCount(26)
    await expect(list.getByRole('row').nth(6).getByRole('link').first()).toBeFocused()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `related-${theme}`))

    const name = nameOf('关联')
    const open = list.getByRole('button', { name: '新建客户' })
    await open.click()
    const dialog = page.getByRole('dialog', { name: '新建客户' })
    await expect(cell(dialog, 'name').getByRole('textbox')).toBeFocused()
    await expect(cell(dialog, 'course')).toContainText(course.name)
    await page.keyboard.type(name)
    await cell(dialog, 'source').getByRole('combobox').click()
    await options(page).first().click()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `quick-create-${theme}`))
    await page.keyboard.press('Control+s')
    await expect(dialog).toHaveCount(0)
    await expect(open).toBeFocused()
    await expect(list.locator('.rl-count')).toHaveText((count + 1).toLocaleString('en'))
    await expect(list.getByRole('link', { name })).toBeVisible()

    const other = nameOf('他人')
    const id = await make(api, { name: other, course: course.id })
    await expect(list.locator('.rl-count')).toHaveText((count + 2).toLocaleString('en'))
    await list.getByRole('status').getByRole('button').click()
    await expect(list.getByRole('link', { name: other })).toBeVisible()
    await archive(api, id)
    await expect(list.getByRole('link', { name: other })).toHaveCount(0)

    await list.getByRole('link', { name: '在列表中查看全部' }).click()
    await expect(page.getByRole('grid')).toBeVisible()
    await expect(page.locator('main')).toContainText(course.name)
    await expect(page.getByRole('gridcell', { name }).first()).toBeVisible()
    const made = await customer(api, `name == '${name}'`)
    await archive(api, made.id)
  })

  test('can be asked for again, and fits a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const api = await session(page, 'a', 'en')
    const { data } = await api.get<{ data: { customer: string }[] }>(
      'records/follow_up?limit=1&fields=customer',
    )
    let refused = true
    await page.route(/records\/follow_up\?.*customer/, (route) =>
      refused ? route.fulfill({ status: 400, json: { code: 'bad_request', title: 'No' } }) : route.fallback(),
    )
    await page.goto(`/e/customer/${data[0]?.customer}?tab=2`)
    const list = page.getByRole('region', { name: 'Follow-ups' })
    await list.scrollIntoViewIfNeeded()
    await expect(list.getByRole('alert')).toContainText('They could not be loaded.')
    refused = false
    await list.getByRole('button', { name: 'Try again' }).click()
    await expect(list.getByRole('row').first()).toBeVisible()
    await expect(list.getByRole('button', { name: 'New Follow-up' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `related-phone-${theme}`))
  })
})

test.describe('a relation', () => {
  test('tells people of the same name apart, and takes the keyboard and an input method', async ({
    page,
  }) => {
    const api = await session(page, 'manager')
    const name = nameOf('同名')
    const phones = ['1391', '1371'].map((begin) => begin + String(Date.now()).slice(-7))
    const ids = []
    for (const phone of phones) ids.push(await make(api, { name, phone }))
    await page.goto('/e/follow_up/new')
    const field = cell(page, 'customer')
    const input = field.getByRole('combobox')
    await input.click()
    await expect(options(page).first()).toBeVisible()

    const asked: string[] = []
    page.on('request', (request) => {
      const q = new URL(request.url()).searchParams.get('q')
      if (q) asked.push(q)
    })
    const keys = await page.context().newCDPSession(page)
    await keys.send('Input.imeSetComposition', { text: 'tong', selectionStart: 4, selectionEnd: 4 })
    await page.waitForTimeout(400)
    expect(asked).toEqual([])
    await keys.send('Input.insertText', { text: name })
    await expect(options(page)).toHaveCount(3)
    expect(asked).toEqual([name])
    await expect(options(page).nth(0).locator('.f-option__note')).not.toBeEmpty()
    const notes = await page.locator('.f-option__note').allInnerTexts()
    expect(new Set(notes).size).toBe(2)
    await expect(options(page).nth(2)).toContainText(`新建客户“${name}”`)
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `picker-${theme}`))

    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(field).toContainText(name)
    await expect(options(page)).toHaveCount(0)
    const link = field.getByRole('link', { name: `在新标签页打开“${name}”` })
    await expect(link).toHaveAttribute('target', '_blank')
    const second = (await link.getAttribute('href'))?.split('/').at(-1) ?? ''
    expect(ids).toContain(second)

    // What was chosen comes first the next time.
    await page.reload()
    await cell(page, 'customer').getByRole('combobox').click()
    await expect(page.getByText('最近使用')).toBeVisible()
    await expect(options(page).first()).toContainText(name)
    for (const id of ids) await archive(api, id)
  })

  test('makes the record that is missing, with a warning of duplicates, and chooses it', async ({
    page,
    browser,
  }) => {
    await session(page, 'a', 'en')
    const name = nameOf('新客')
    await page.goto('/e/follow_up/new')
    const field = cell(page, 'customer')
    const input = field.getByRole('combobox')
    await input.click()
    await page.keyboard.type(name)
    await expect(options(page)).toHaveText([`Create Customer “${name}”`])
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'New Customer' })
    await expect(cell(dialog, 'name').getByRole('textbox')).toHaveValue(name)
    await expect(cell(dialog, 'note')).toHaveCount(0)

    // What is refused shows at its field, and Escape closes a list before the window.
    await dialog.getByRole('button', { name: 'Create' }).click()
    await expect(cell(dialog, 'source').locator('.r-field__note--problem')).not.toBeEmpty()
    await expect(cell(dialog, 'source').getByRole('combobox')).toBeFocused()
    await cell(dialog, 'source').getByRole('combobox').click()
    await expect(options(page).first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(options(page)).toHaveCount(0)
    await expect(dialog).toBeVisible()
    await cell(dialog, 'source').getByRole('combobox').click()
    await options(page).first().click()

    const whole = page.waitForEvent('popup')
    await dialog.getByRole('button', { name: 'All fields' }).click()
    const opened = await whole
    await expect(cell(opened, 'name').getByRole('textbox')).toHaveValue(name)
    await opened.close()
    await expect(dialog).toHaveCount(0)
    await expect(input).toBeFocused()

    await page.keyboard.type(name)
    await expect(options(page)).toHaveText([`Create Customer “${name}”`])
    await page.keyboard.press('Enter')
    await cell(dialog, 'source').getByRole('combobox').click()
    await options(page).first().click()
    await expect(options(page)).toHaveCount(0)
    // What was entered is not lost to a key.
    const asked = page.getByRole('dialog', { name: 'Discard unsaved changes?' })
    await page.keyboard.press('Escape')
    await asked.getByRole('button', { name: 'Keep editing' }).click()
    await expect(asked).toHaveCount(0)
    await expect(cell(dialog, 'name').getByRole('textbox')).toHaveValue(name)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.keyboard.press('Escape')
    await expect(asked).toHaveCount(0)
    await cell(dialog, 'name').getByRole('textbox').focus()
    await page.keyboard.press('Control+s')
    await expect(dialog).toHaveCount(0)
    await expect(field).toContainText(name)
    await expect(input).toBeFocused()
    await expect(page).toHaveURL(/follow_up\/new/)
    const other = await browser.newContext()
    const manager = await session(await other.newPage(), 'manager')
    await archive(manager, (await customer(manager, `name == '${name}'`)).id)
    await other.close()
  })

  test('to a record that one is not shown says so', async ({ page, browser }) => {
    const other = await browser.newContext()
    const admin = await session(await other.newPage(), 'admin')
    const api = await session(page, 'a')
    const me = await api.get<{ user: { id: string } }>('me')
    const hers = await customer(admin, 'consultant != nil && consultant.email != "a@example.com"')
    const task = { title: nameOf('任务'), owner: me.user.id, about: `customer/${hers.id}`, status: 'dropped' }
    const made = (await (await admin.send('POST', 'records/todo', task)).json()) as { id: string }
    await other.close()
    await page.goto(`/e/todo/${made.id}`)
    await expect(cell(page, 'about')).toContainText(/#\w+ — 您无权查看/)
    await shot(page, 'relation-hidden')
    await cell(page, 'about').locator('.r-cell__edit').click()
    await expect(cell(page, 'about').getByRole('combobox').last()).toBeFocused()
    await expect(cell(page, 'about')).toContainText(/#\w+ — 您无权查看/)
    await expect(cell(page, 'about').getByRole('link')).toHaveCount(0)
  })
})
