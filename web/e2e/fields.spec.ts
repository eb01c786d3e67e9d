import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectNoViolations } from './axe.ts'
import { type Published, publishSheet } from './fields-definitions.ts'
import { options } from './select.ts'
import { session, shot } from './session.ts'

function cell(page: Page, field: string): Locator {
  return page.locator(`.r-field[data-field=${field}]`)
}

/** Opens a field of a record that is read. */
async function edit(page: Page, field: string): Promise<Locator> {
  await cell(page, field).locator('.r-cell__edit').click()
  return cell(page, field)
}

async function choose(page: Page, box: Locator, at = 0): Promise<void> {
  await box.click()
  await options(page).nth(at).click()
}

/** Closes a list of options, and waits until it is gone. */
async function closeList(page: Page): Promise<void> {
  await page.locator('h1').first().click()
  await expect(options(page)).toHaveCount(0)
}

async function prefer(page: Page, theme: string): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('mortise.theme', chosen), theme)
}

/** The whole form, as tall as it is. */
async function wholeShot(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 }
  const height = await page.locator('.r-scroll').evaluate((element) => element.scrollHeight)
  await page.setViewportSize({ ...size, height: height + 160 })
  await shot(page, name)
  await page.setViewportSize(size)
}

/** A picture to upload. */
async function picture(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 160 })
    const pen = canvas.getContext('2d')
    const sky = pen?.createLinearGradient(0, 0, 240, 160)
    sky?.addColorStop(0, '#9bd0f5')
    sky?.addColorStop(1, '#f6d7a8')
    if (pen && sky) pen.fillStyle = sky
    pen?.fillRect(0, 0, 240, 160)
    return canvas.toDataURL('image/png')
  })
  return Buffer.from(url.split(',')[1] ?? '', 'base64')
}

async function fillPlain(page: Page): Promise<void> {
  await cell(page, 'title').getByRole('textbox').fill('全部类型')
  await cell(page, 'amount').getByRole('spinbutton').fill('12.5')
  await cell(page, 'length').getByRole('textbox').fill('1h 30m')
  await cell(page, 'stars').locator('[data-star="4"]').click()
  await cell(page, 'paint').getByRole('textbox').last().fill('#4650cf')
  await cell(page, 'card').getByRole('textbox').fill('11010519491231002X')
  await cell(page, 'place').getByRole('textbox').first().fill('31.23, 121.47')
  await cell(page, 'token').locator('input').fill('hush')
  await cell(page, 'notes').getByRole('textbox').fill('# 标题\n\n- **一**\n- [二](https://example.com)')
  await cell(page, 'data').getByRole('textbox').fill('{"n": 1')
  const body = cell(page, 'body').getByRole('textbox')
  await body.click()
  await cell(page, 'body').getByRole('button', { name: '加粗' }).click()
  await page.keyboard.type('粗体')
}

async function fillRelated(page: Page): Promise<void> {
  await choose(page, cell(page, 'buyers').getByRole('combobox'))
  await closeList(page)
  await choose(page, cell(page, 'buyers').getByRole('combobox'), 2)
  await closeList(page)
  await choose(page, cell(page, 'watchers').getByRole('combobox'))
  await closeList(page)
  await choose(page, cell(page, 'about').getByRole('combobox').last())
}

async function fillFiles(page: Page): Promise<void> {
  const give = (field: string, files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    cell(page, field).locator('input[type=file]').setInputFiles(files)
  const text = { name: '合同.txt', mimeType: 'text/plain', buffer: Buffer.from('words', 'utf8') }
  const image = { name: 'face.png', mimeType: 'image/png', buffer: await picture(page) }
  await give('contract', [image])
  await expect(cell(page, 'contract').getByRole('alert')).toContainText('只接受')
  await give('contract', [text])
  await give('papers', [text, image])
  await give('portrait', [image])
  await expect(cell(page, 'papers').locator('.f-file__size')).toHaveCount(2)
  const pad = cell(page, 'signed').locator('canvas')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('there is no pad to sign on')
  await page.mouse.move(box.x + 40, box.y + 90)
  await page.mouse.down()
  await page.mouse.move(box.x + 120, box.y + 40, { steps: 6 })
  await page.mouse.move(box.x + 220, box.y + 110, { steps: 6 })
  await page.mouse.up()
  await cell(page, 'signed').getByRole('button', { name: '使用此签名' }).click()
  await expect(cell(page, 'signed').locator('.f-file__picture')).toBeVisible()
}

async function fillRows(page: Page): Promise<void> {
  const lines = cell(page, 'lines')
  for (const [item, quantity] of [
    ['甲', '0'],
    ['乙', '2'],
  ] as const) {
    await lines.getByRole('button', { name: '添加明细行' }).click()
    await lines.locator('tbody tr').last().locator('[data-column=item] input').fill(item)
    await lines.locator('tbody tr').last().getByRole('spinbutton').fill(quantity)
  }
}

/** Puts cells into the field in use, as a spreadsheet has copied them. */
async function pasteCells(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const data = new DataTransfer()
    data.setData('text/plain', copied)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

test.describe('a record with every field type', () => {
  test.describe.configure({ mode: 'serial' })
  let published: Published
  let address = ''

  test('is created, told what is wrong, and saved', async ({ page }) => {
    published = await publishSheet(await session(page, 'admin'))
    await page.goto(`/e/${published.sheet}/new`)
    await expect(cell(page, 'title').getByRole('textbox')).toBeVisible()
    await expect(cell(page, 'reason')).toHaveCount(0)
    await fillPlain(page)
    await fillRelated(page)
    await fillFiles(page)
    await fillRows(page)
    await expectNoViolations(page)
    await wholeShot(page, 'fields-create')

    await page.keyboard.press('Control+s')
    await expect(cell(page, 'data').locator('.r-field__note--problem')).toContainText('还不是 JSON')
    await cell(page, 'data').getByRole('textbox').fill('{"n": 1}')
    await page.keyboard.press('Control+s')
    const wrong = cell(page, 'lines').locator('tbody tr').first().locator('[data-column=quantity]')
    await expect(wrong.locator('.f-table__problem')).not.toBeEmpty()
    await wrong.scrollIntoViewIfNeeded()
    await shot(page, 'fields-rows-problem')
    await wrong.getByRole('spinbutton').press('Alt+ArrowDown')
    await expect(cell(page, 'lines').locator('tbody tr').last().locator('.f-table__problem')).not.toBeEmpty()
    await cell(page, 'lines').locator('tbody tr').last().getByRole('spinbutton').fill('3')
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('heading', { name: '全部类型', level: 1 })).toBeVisible()
    address = page.url()
  })

  test('has a table that is filled by keys and from a spreadsheet', async ({ page }) => {
    await session(page, 'admin')
    await page.goto(`/e/${published.sheet}/new`)
    const lines = cell(page, 'lines')
    const rows = lines.locator('tbody tr')
    await lines.getByRole('button', { name: '添加明细行' }).click()
    await rows.first().locator('[data-column=item] input').fill('甲')
    await rows.first().locator('[data-column=item] input').press('Enter')
    await expect(rows).toHaveCount(2)
    await expect(rows.last().locator('[data-column=item] input')).toBeFocused()
    await pasteCells(page, '乙\t2\n丙\t许多\n丁\t40\n')
    await expect(rows).toHaveCount(4)
    await expect(rows.last().getByRole('spinbutton')).toHaveValue('40')
    await expect(lines.getByRole('alert')).toContainText('许多')
    await expect(lines.locator('tfoot')).toContainText('42')
    await expectNoViolations(page)
    await lines.scrollIntoViewIfNeeded()
    await shot(page, 'fields-pasted')
    await rows.nth(1).locator('[data-column=item] input').focus()
    await page.keyboard.press('ArrowDown')
    await expect(rows.nth(2).locator('[data-column=item] input')).toBeFocused()
    await page.keyboard.press('Control+Delete')
    await expect(rows).toHaveCount(3)
    await expect(rows.nth(2).locator('[data-column=item] input')).toHaveValue('丁')
    await expect(rows.nth(2).locator('[data-column=item] input')).toBeFocused()

    // What cannot be read in a cell keeps all from being saved, until it is mended or its row goes.
    const extra = rows.nth(1).locator('[data-column=extra]')
    await extra.getByRole('textbox').fill('{"n": 1')
    await expect(extra.locator('.f-table__problem')).toContainText('还不是 JSON')
    await cell(page, 'title').getByRole('textbox').fill('有附注')
    await page.keyboard.press('Control+s')
    await expect(page).toHaveURL(/\/new/)
    await expect(extra.getByRole('textbox')).toHaveValue('{"n": 1')
    await extra.getByRole('textbox').fill('{"n": 1}')
    await expect(extra.locator('.f-table__problem')).toHaveCount(0)
    await rows.nth(2).locator('[data-column=extra] textarea').fill('[')
    await lines.getByRole('button', { name: '移除第 3 行' }).click()
    await expect(rows).toHaveCount(2)
    for (const row of await rows.all()) await row.getByRole('spinbutton').fill('2')
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('heading', { name: '有附注', level: 1 })).toBeVisible()
    await expect(lines).toContainText('{"n":1}')
  })

  test('is shown and changed, with its conditions live', async ({ page }) => {
    await session(page, 'admin')
    await page.goto(address)
    await expect(cell(page, 'lines').locator('tbody td').first()).toHaveText('乙')
    await expect(cell(page, 'length')).toContainText('1 小时 30 分')
    await expect(cell(page, 'double')).toContainText('25')
    await expect(cell(page, 'pieces')).toContainText('5')
    await expect(cell(page, 'token')).toContainText('已设置')
    await expect(cell(page, 'body').locator('b')).toHaveText('粗体')
    await expect(cell(page, 'papers').getByRole('link', { name: '合同.txt' })).toBeVisible()
    await expect(cell(page, 'portrait').getByRole('img')).toHaveJSProperty('naturalWidth', 240)
    await expect(cell(page, 'buyers').locator('.f-chip')).toHaveCount(2)
    await expectNoViolations(page)
    await wholeShot(page, 'fields-read')

    await edit(page, 'state')
    await options(page, '已结').click()
    await expect(cell(page, 'reason').locator('.r-field__required')).toBeVisible()
    await page.keyboard.press('Control+s')
    await expect(cell(page, 'reason').locator('.r-field__note--problem')).not.toBeEmpty()
    await cell(page, 'reason').getByRole('textbox').fill('完成')
    await (await edit(page, 'token')).getByRole('button', { name: '更换或清除' }).click()
    const buyers = await edit(page, 'buyers')
    await buyers.locator('.ant-select-selection-item-remove').first().click()
    const lines = await edit(page, 'lines')
    await lines.getByRole('button', { name: '移除第 2 行' }).click()
    await page.keyboard.press('Control+s')
    await expect(page.getByText('已保存')).toBeVisible()
    await page.reload()
    await expect(cell(page, 'lines').locator('tbody tr')).toHaveCount(1)
    await expect(cell(page, 'token')).not.toContainText('已设置')
    await expect(cell(page, 'buyers').locator('.f-chip')).toHaveCount(1)
    await expect(cell(page, 'amount').locator('.r-cell__edit')).toHaveCount(0)
    await expect(page.locator('.r-rail')).toContainText('完成')
  })

  test('looks right in English, in the dark, in a list and on a phone', async ({ page }) => {
    await session(page, 'admin', 'en')
    await page.goto(address)
    await prefer(page, 'dark')
    await page.reload()
    await expect(cell(page, 'length')).toContainText('1h 30m')
    await expectNoViolations(page)
    await wholeShot(page, 'fields-dark-en')
    await page.goto(`/e/${published.sheet}`)
    await expect(page.getByRole('gridcell').nth(3)).toBeVisible()
    await expectNoViolations(page)
    await shot(page, 'fields-list-dark-en')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(address)
    await expect(cell(page, 'lines').locator('tbody tr')).toHaveCount(1)
    await edit(page, 'lines')
    await edit(page, 'signed')
    await edit(page, 'notes')
    await expectNoViolations(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
    await wholeShot(page, 'fields-phone')
  })
})
