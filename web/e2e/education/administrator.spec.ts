// What the administrator does: E18, E19 and E20 of the mission, in Chinese.
import { expect, test } from '@playwright/test'
import { expectNoViolations } from '../axe.ts'
import { shot } from '../session.ts'
import { arrive, freshName, freshPhone, pick } from './people.ts'

test('E18 管理员创建校区、课程（大纲、学期、价格、讲师）和班级', async ({ browser }) => {
  const admin = await arrive(browser, 'admin')
  const { page } = admin
  const [campus, course, group] = [freshName('杭州校区'), freshName('云计算'), freshName('云计算 1 期 ')]
  const save = () => page.getByRole('main').getByRole('button', { name: /^保存/ }).click()
  await page.goto('/e/campus/new')
  await page.getByRole('textbox', { name: '名称' }).fill(campus)
  await page.getByRole('textbox', { name: '城市' }).fill('杭州')
  await save()
  await expect(page.getByRole('heading', { name: campus, level: 1 })).toBeVisible()

  await page.goto('/e/course/new')
  await page.getByRole('textbox', { name: '名称' }).fill(course)
  await pick(page, '方向', '运维')
  await page.getByRole('spinbutton', { name: '课时' }).fill('320')
  await page.getByRole('spinbutton', { name: '学期长度（月）' }).fill('5')
  await page.locator('[data-field=price] input').fill('16800')
  await page.getByRole('textbox', { name: '课程大纲' }).fill('第一阶段：虚拟化\n第二阶段：容器')
  await pick(page, '讲师', '林海')
  await page.keyboard.press('Escape')
  await expectNoViolations(page)
  await shot(page, 'education-e18-course')
  await save()
  await expect(page.getByRole('heading', { name: course, level: 1 })).toBeVisible()

  await page.goto('/e/class/new')
  await page.getByRole('textbox', { name: '名称' }).fill(group)
  await pick(page, '课程', course)
  await pick(page, '校区', campus)
  await pick(page, '主讲', '林海')
  await page.getByRole('spinbutton', { name: '名额' }).fill('40')
  await save()
  await expect(page.getByRole('heading', { name: group, level: 1 })).toBeVisible()
  await shot(page, 'education-e18-class')
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const made = await admin.api.get<{ [field: string]: unknown }>(
    `records/class/${id}?fields=price,places,lecturer.name`,
  )
  expect(made).toMatchObject({ price: 16800, places: 40, lecturer: { name: '林海' } })

  // Who teaches it finds it; salespeople may choose it, and not change it.
  const lecturer = await arrive(browser, 'lecturer')
  await lecturer.page.goto('/')
  await lecturer.page.locator('.a-side').getByRole('link', { name: '我的班级', exact: true }).click()
  await expect(lecturer.page.getByRole('grid')).toContainText(group)
  const a = await arrive(browser, 'a')
  await a.page.goto(`/e/class/${id}`)
  await expect(a.page.getByRole('heading', { name: group, level: 1 })).toBeVisible()
  await expect(a.page.getByRole('main').getByRole('button', { name: /^保存/ })).toBeDisabled()
  for (const person of [admin, lecturer, a]) await person.leave()
})

test('E19 管理员创建账号和角色，并分配角色', async ({ browser }) => {
  const admin = await arrive(browser, 'admin')
  const { page } = admin
  const name = freshName('新顾问')
  const email = `new${Date.now()}@example.com`
  await page.goto('/design/people')
  await page.getByRole('button', { name: '添加人员' }).click()
  const dialog = page.getByRole('dialog', { name: '添加人员' })
  await dialog.getByLabel('姓名').fill(name)
  await dialog.getByLabel('邮箱').fill(email)
  await dialog.getByRole('checkbox', { name: '课程顾问' }).check()
  await dialog.getByRole('radio', { name: '使用由您转告的初始密码' }).check()
  const first = await dialog.getByLabel('初始密码', { exact: true }).inputValue()
  await expectNoViolations(page)
  await shot(page, 'education-e19-person')
  await dialog.getByRole('button', { name: '添加', exact: true }).click()
  await expect(page.getByText(`“${name}”现在可以登录`)).toBeVisible()

  // He replaces the password that he was given, and works at the desk of his role.
  const context = await browser.newContext({
    baseURL: process.env.E2E_BASE_URL ?? process.env.MORTISE_URL,
    locale: 'zh-CN',
    serviceWorkers: 'block',
  })
  const his = await context.newPage()
  await his.goto('/sign-in')
  await his.locator('[name=login]').fill(email)
  await his.locator('[name=password]').fill(first)
  await his.locator('button[type=submit]').click()
  await expect(
    his
      .getByText('首次登录', { exact: false })
      .or(his.getByRole('heading', { name: '修改密码' }))
      .first(),
  ).toBeVisible()
  const fields = his.locator('input[type=password]')
  await fields.nth(0).fill(first)
  await fields.nth(1).fill(`${first}-2`)
  await his.getByRole('button', { name: '保存新密码' }).click()
  await expect(his.locator('.a-side').getByRole('link', { name: '我的客户', exact: true })).toBeVisible()
  await expect(his.locator('.a-side').getByRole('link', { name: '收款', exact: true })).toHaveCount(0)
  await shot(his, 'education-e19-desk')
  await context.close()
  await admin.leave()
})

test('E20 管理员设置课程顾问能做什么', async ({ browser }) => {
  test.setTimeout(120_000)
  const admin = await arrive(browser, 'admin')
  const l = await arrive(browser, 'l')
  const made = await l.api.send('POST', 'records/customer', {
    name: freshName('归档客户'),
    phone: freshPhone(),
    source: 'other',
    consultant: l.id,
  })
  const { id } = (await made.json()) as { id: string }
  const { page } = admin
  await page.addInitScript(() => localStorage.setItem('mortise.draft', 'own'))
  const mayArchive = async () => {
    await l.page.goto(`/e/customer/${id}`)
    await expect(l.page.locator('.r-head')).toBeVisible()
    await l.page.getByRole('button', { name: '更多操作' }).click()
    const item = l.page.getByRole('menuitem', { name: '归档', exact: true })
    await expect(l.page.getByRole('menuitem').first()).toBeVisible()
    return item.count()
  }
  const set = async (word: string) => {
    await page.goto('/design/e/customer/access')
    await page.getByRole('button', { name: /^课程顾问，归档/ }).click()
    await page.getByRole('menuitemradio', { name: word, exact: true }).click()
    await shot(page, `education-e20-${word === '无' ? 'back' : 'matrix'}`)
    await page.getByRole('button', { name: '发布', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '发布草稿' })
    await expect(dialog).toContainText('课程顾问')
    await shot(page, `education-e20-${word === '无' ? 'unpublish' : 'publish'}`)
    await dialog.getByRole('button', { name: '立即发布' }).click()
    await expect(dialog).toBeHidden()
  }
  expect(await mayArchive()).toBe(0)
  await set('本人')
  expect(await mayArchive()).toBe(1)
  await set('无')
  expect(await mayArchive()).toBe(0)
  await admin.leave()
  await l.leave()
})
