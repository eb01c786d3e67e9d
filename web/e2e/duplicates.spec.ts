// I6: records that are the same, side by side, and one made of them.
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { type Api, session, shot } from './session.ts'

/** An entity whose duplicates are entered by who insists, and two of a kind. */
async function publishGuests(api: Api): Promise<string> {
  const guest = `twin${Date.now().toString(36)}`
  const id = () => `x${Math.random().toString(36).slice(2, 11).padEnd(9, '0')}`
  await api.send('PUT', `definitions/entity/${guest}`, {
    $schema: 'mortise:entity',
    name: guest,
    title: { 'zh-CN': '访客', en: 'Guest' },
    type: 'object',
    'x-id': id(),
    'x-label': 'name',
    properties: {
      name: { 'x-field': 'text', 'x-id': id(), title: { 'zh-CN': '姓名', en: 'Name' } },
      town: { 'x-field': 'text', 'x-id': id(), title: { 'zh-CN': '城市', en: 'Town' } },
    },
    'x-duplicates': [
      { match: ['town'], refuse: false },
      { match: ['name'], refuse: false },
    ],
  })
  const common = { entity: guest, scope: 'all', read: 'all' }
  const grants = [
    {
      ...common,
      role: 'administrator',
      actions: ['read', 'create', 'update', 'archive', 'merge'],
      write: 'all',
    },
    { ...common, role: 'salesperson', actions: ['read'] },
  ]
  for (const [n, grant] of grants.entries()) {
    const name = `${guest}_${n}`
    await api.send('PUT', `definitions/grant/${name}`, { $schema: 'mortise:grant', name, ...grant })
  }
  await api.send('POST', 'draft:publish', { comment: 'guests' })
  for (const [name, town] of [
    ['李雷', '北京'],
    ['李雷', null],
    ['韩梅', '上海'],
  ])
    await api.send('POST', `records/${guest}?allow_duplicate=1`, { name, town })
  return guest
}

test('duplicates are listed by rule and merged; who may not merge looks at them only', async ({
  page,
  browser,
}) => {
  const api = await session(page, 'admin')
  const guest = await publishGuests(api)
  await page.goto(`/e/${guest}`)
  await page.getByRole('button', { name: '重复记录' }).click()
  await expect(page.getByText('没有重复')).toBeVisible()
  await page.getByRole('tab', { name: '姓名' }).click()
  await expect(page).toHaveURL(/rule=1$/)
  const group = page.locator('.du-group')
  await expect(group).toHaveCount(1)
  await expect(group.locator('tbody tr')).toHaveCount(2)
  await expect(group).not.toContainText('韩梅')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `duplicates-${theme}`))

  const other = await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL })
  const reader = await other.newPage()
  await session(reader, 'a', 'en')
  await reader.goto(`/e/${guest}/duplicates?rule=1`)
  await expect(reader.locator('.du-group tbody tr')).toHaveCount(2)
  await expect(reader.getByRole('button', { name: 'Merge…' })).toHaveCount(0)
  await reader.goto(`/e/${guest}`)
  await expect(reader.getByRole('grid')).toBeVisible()
  await expect(reader.getByRole('button', { name: 'Duplicates' })).toHaveCount(0)
  await other.close()

  await group.getByRole('button', { name: '合并…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio').first().check()
  await dialog.getByRole('button', { name: '继续' }).click()
  await dialog.getByRole('button', { name: '合并', exact: true }).click()
  await expect(page.getByText('没有重复')).toBeVisible()
  const left = await api.get<{ data: { name: string; town: string }[] }>(
    `records/${guest}?fields=name,town&sort=name`,
  )
  expect(left.data.map((one) => [one.name, one.town])).toEqual([
    ['韩梅', '上海'],
    ['李雷', '北京'],
  ])
})
