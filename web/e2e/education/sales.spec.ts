// The day of the salespeople: E1, E3, E4 and E5 of the mission, in Chinese.
import { expect, test } from '@playwright/test'
import { expectNoViolations } from '../axe.ts'
import { shot } from '../session.ts'
import { arrive, freshName, freshPhone, goTo, pick } from './people.ts'

test('E1 A 与百度推广来的客户交谈，录入他咨询的课程；客户没有报名', async ({ browser }) => {
  const a = await arrive(browser, 'a')
  const { page } = a
  const name = freshName('孙百度')
  await goTo(page, '我的客户')
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await page.getByRole('textbox', { name: '姓名' }).fill(name)
  await page.getByRole('textbox', { name: '电话' }).fill(freshPhone())
  await pick(page, '来源', '百度推广')
  await pick(page, '咨询课程', 'Python')
  await expectNoViolations(page)
  await shot(page, 'education-e1-new')
  await page
    .getByRole('button', { name: /^(新建|保存)/ })
    .last()
    .click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

  // He is A's, of A's campus, and has not signed up.
  const query = new URLSearchParams({
    filter: `name == '${name}'`,
    fields: 'consultant,campus.name,status,class,number',
  })
  const { data } = await a.api.get<{ data: { [field: string]: unknown }[] }>(`records/customer?${query}`)
  expect(data[0]).toMatchObject({
    consultant: a.id,
    campus: { name: '北京校区' },
    status: 'new',
    class: null,
  })
  expect(data[0]?.number).toMatch(/^C\d{4}-\d{5}$/)
  await goTo(page, '我的客户')
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('百度推广')
  await shot(page, 'education-e1-list')
  await a.leave()
})

test('E3 C 给老客户打电话推荐 Linux 36，没有说服他，记录跟进', async ({ browser }) => {
  const c = await arrive(browser, 'c')
  const { page } = c
  const old = await c.api.send('POST', 'records/customer', {
    name: freshName('吴老客户'),
    phone: freshPhone(),
    source: 'referral',
    status: 'interested',
    consultant: c.id,
  })
  const { id } = (await old.json()) as { id: string }
  await page.goto(`/e/customer/${id}`)
  await page.getByRole('group', { name: '快捷操作' }).getByRole('button', { name: '记录跟进' }).click()
  const window = page.getByRole('dialog', { name: '新建跟进' })
  await window.getByRole('textbox', { name: '主题' }).fill('电话推荐 Linux 36')
  await pick(page, '结果', '拒绝')
  await window.getByRole('textbox', { name: '下一步' }).fill('三个月后再联系')
  await window
    .getByRole('textbox', { name: '内容' })
    .fill('介绍了 Linux 36 的课程安排，客户近期工作忙，暂不考虑。')
  await expectNoViolations(page)
  await shot(page, 'education-e3-window')
  await window.getByRole('button', { name: '新建' }).click()
  await expect(window).toHaveCount(0)

  // It stands with the customer, who was spoken to today and has not signed up.
  await page.getByRole('tab', { name: '销售' }).click()
  await expect(page.getByRole('region', { name: '跟进记录' })).toContainText('电话推荐 Linux 36')
  await expect(page.locator('[data-field=idle_days]')).toContainText('0')
  await shot(page, 'education-e3-record')
  const now = await c.api.get<{ status: string; last_contact_at: string }>(`records/customer/${id}`)
  expect(now.status).toBe('interested')
  expect(Date.now() - Date.parse(now.last_contact_at)).toBeLessThan(120_000)

  // Nobody of his colleagues reads it.
  const a = await arrive(browser, 'a')
  const seen = await a.api.get<{ data: unknown[] }>(
    `records/follow_up?${new URLSearchParams({ filter: `customer == '${id}'` })}`,
  )
  expect(seen.data).toEqual([])
  await a.leave()
  await c.leave()
})

test('E4 D 录入已有的客户：因重复被拒，只知道归属人的名字；归属人收到任务和通知', async ({ browser }) => {
  const b = await arrive(browser, 'b')
  const d = await arrive(browser, 'd')
  const [phone, secret] = [freshPhone(), freshName('周保密')]
  await b.api.send('POST', 'records/customer', {
    name: secret,
    phone,
    source: 'qq_group',
    note: '价格敏感',
    consultant: b.id,
  })
  const { page } = d
  const mine = freshName('重复')
  await page.goto('/e/customer/new')
  await page.getByRole('textbox', { name: '姓名' }).fill(mine)
  await pick(page, '来源', '到访')
  await page.getByRole('textbox', { name: '电话' }).fill(phone)
  await page
    .getByRole('button', { name: /^(新建|保存)/ })
    .last()
    .click()
  const refusal = page.getByRole('dialog')
  await expect(refusal).toContainText(b.name)
  await expect(refusal.getByRole('button', { name: '仍然新建' })).toHaveCount(0)
  await expectNoViolations(page)
  await shot(page, 'education-e4-refused')
  // The owner's name, and nothing else.
  const body = await page.locator('body').innerText()
  expect(body).not.toContain(secret)
  expect(body).not.toContain('价格敏感')
  const found = new URLSearchParams({ filter: `name in ['${mine}', '${secret}']` })
  expect((await d.api.get<{ data: unknown[] }>(`records/customer?${found}`)).data).toEqual([])

  const theirs = b.page
  await theirs.goto('/')
  await theirs.locator('.a-side').getByRole('button', { name: '通知' }).click()
  const notice = theirs.getByText(d.name).first()
  await expect(notice).toBeVisible()
  await shot(theirs, 'education-e4-notice')
  await theirs.keyboard.press('Escape')
  await goTo(theirs, '我的任务')
  await expect(theirs.getByRole('grid')).toContainText(secret)
  await shot(theirs, 'education-e4-task')
  await b.leave()
  await d.leave()
})

test('E5 B 筛选一个月以上未跟进的客户（包括公海），并跟进', async ({ browser }) => {
  const b = await arrive(browser, 'b')
  const { page } = b
  const month = new Date(Date.now() - 45 * 86_400_000).toISOString()
  const name = freshName('郑久违')
  const made = await b.api.send('POST', 'records/customer', {
    name,
    phone: freshPhone(),
    source: 'website',
    status: 'contacted',
    consultant: b.id,
    last_follow_up_at: month,
  })
  const { id } = (await made.json()) as { id: string }
  await goTo(page, '一个月未跟进')
  const search = page.getByRole('searchbox')
  await search.fill(name)
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
  await search.fill('')
  // Over all that he may read: customers of the pool are among them, with their phones in part.
  await expect(page.locator('[data-field=phone] .f-redacted').first()).toBeVisible()
  await shot(page, 'education-e5-list')
  const query = new URLSearchParams({
    filter: 'idle_days > 30 and consultant != nil',
    fields: 'consultant',
    limit: '200',
  })
  const { data } = await b.api.get<{ data: { consultant: string }[] }>(`records/customer?${query}`)
  expect(new Set(data.map((one) => one.consultant))).toEqual(new Set([b.id]))

  await search.fill(name)
  await page.getByRole('gridcell', { name, exact: true }).click()
  await page.getByRole('group', { name: '快捷操作' }).getByRole('button', { name: '记录跟进' }).click()
  const window = page.getByRole('dialog', { name: '新建跟进' })
  await window.getByRole('textbox', { name: '主题' }).fill('回访')
  await window.getByRole('button', { name: '新建' }).click()
  await expect(window).toHaveCount(0)
  await goTo(page, '一个月未跟进')
  await search.fill(name)
  await expect(page.getByRole('heading', { name: '没有符合条件的记录' })).toBeVisible()
  expect((await b.api.get<{ idle_days: number }>(`records/customer/${id}`)).idle_days).toBe(0)
  await b.leave()
})
