// Shows: all of a day's work can be done without a mouse, by what Tab and the keys reach (M3).
import { expect, type Locator, type Page, test } from '@playwright/test'
import { options } from './select.ts'
import { accounts, password, session } from './session.ts'

const seed = () =>
  Array.from({ length: 10 }, () => 'abcdefghijkmnpqrstuvwxyz'[Math.floor(Math.random() * 24)]).join('')

/** Publishes an entity of one's own, so that nothing else changes while it is counted. */
async function publish(page: Page): Promise<string> {
  const api = await session(page, 'admin')
  const entity = `walk_${seed().slice(0, 6)}`
  const field = (type: string, title: string, more: object = {}) => ({
    'x-field': type,
    'x-id': seed(),
    title,
    ...more,
  })
  await api.send('PUT', `definitions/entity/${entity}`, {
    $schema: 'mortise:entity',
    name: entity,
    title: `行走${entity}`,
    type: 'object',
    'x-id': seed(),
    'x-label': 'name',
    required: ['name'],
    properties: {
      name: field('text', '名称', { 'x-search': true }),
      note: field('text', '说明'),
      state: field('choice', '进度', {
        oneOf: [
          { const: 'open', title: '未结', 'x-color': 'blue' },
          { const: 'done', title: '已结', 'x-color': 'green' },
        ],
      }),
    },
  })
  await api.send('PUT', `definitions/grant/${entity}_everyone`, {
    name: `${entity}_everyone`,
    role: 'everyone',
    entity,
    actions: ['read', 'create', 'update', 'bulk_edit', 'history'],
    scope: 'all',
    read: 'all',
    write: 'all',
  })
  await api.send('POST', 'draft:publish', { comment: 'to walk through' })
  for (const name of ['甲', '乙']) await api.send('POST', `records/${entity}`, { name, state: 'open' })
  await page.context().clearCookies()
  return entity
}

/** Goes on with Tab until the element has the focus: it must be reached by that. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target.first()).toBeVisible()
  for (let step = 0; step < 80; step++) {
    if (await target.evaluateAll((found) => found.some((one) => one === document.activeElement))) return
    await page.keyboard.press(key)
  }
  throw new Error(`${target} is not reached with ${key}`)
}

/** Chooses in a list that opens with the arrow keys. */
async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await tabTo(page, box)
  await page.keyboard.press('ArrowDown')
  const offered = options(page, option)
  await expect(offered).toBeVisible()
  for (let step = 0; step < 20; step++) {
    if ((await offered.getAttribute('class'))?.includes('-active')) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  await expect(offered).toBeHidden()
}

test('signs in, creates, edits, filters, changes many and takes it back, all by keyboard', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const entity = await publish(page)
  await page.goto(`/e/${entity}`)

  await tabTo(page, page.locator('[name=login]'))
  await page.keyboard.type(accounts.admin)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row')).toHaveCount(3)

  await page.keyboard.press('c')
  await expect(page).toHaveURL(/\/new$/)
  await tabTo(page, page.locator('[data-field=name] input'))
  await page.keyboard.type('丙')
  await choose(page, page.locator('[data-field=state] input'), '未结')
  await tabTo(page, page.getByRole('button', { name: '保存' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '丙', level: 1 })).toBeVisible()

  await tabTo(page, page.locator('[data-field=note] .r-cell__edit'))
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-field=note] input')).toBeFocused()
  await page.keyboard.type('手写')
  await tabTo(page, page.getByRole('button', { name: '保存' }))
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-field=note]')).toContainText('手写')
  await expect(page.getByRole('button', { name: '保存' })).toBeDisabled()

  await tabTo(page, page.locator('.a-nav__item', { hasText: entity }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row')).toHaveCount(4)

  await tabTo(page, page.locator('.v-filters__open'))
  await page.keyboard.press('Enter')
  const builder = page.getByRole('dialog', { name: '高级筛选' })
  await choose(page, builder.getByRole('combobox', { name: '字段' }), '名称')
  await choose(page, builder.getByRole('combobox', { name: '比较方式' }), '不等于')
  await tabTo(page, builder.getByRole('textbox', { name: '名称的值' }))
  await page.keyboard.type('甲')
  await expect(page.locator('.v-foot strong')).toHaveText('2')
  await page.keyboard.press('Escape')
  await expect(builder).toBeHidden()
  await expect(page.locator('.v-filters__open')).toBeFocused()

  await tabTo(page, page.locator('[data-cell]'))
  await page.keyboard.press('Control+a')
  const bulk = page.getByRole('region', { name: '批量操作' })
  await expect(bulk).toContainText('已选 2 条')
  await tabTo(page, bulk.getByRole('button', { name: '编辑' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: '字段' }), '进度')
  await choose(page, dialog.getByRole('combobox').nth(1), '已结')
  const confirm = dialog.getByRole('button', { name: '编辑' })
  await expect(confirm).toBeEnabled()
  await tabTo(page, confirm)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-field=state]', { hasText: '已结' })).toHaveCount(2)

  await expect(dialog).toHaveCount(0)
  const undo = page.locator('.m-toast').getByRole('button', { name: '撤销' })
  await tabTo(page, undo)
  await expect(undo).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-field=state]', { hasText: '未结' })).toHaveCount(2)
})
