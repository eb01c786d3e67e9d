// The guide that an app package brings: in the help, as pages, on a phone.
import { expect, test } from '@playwright/test'
import { archiveOf } from './archive.ts'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { type Api, session, shot } from './session.ts'

/** A package that is nothing but its guide. */
const name = 'guide_tried'

const pages = (picture: Buffer) => ({
  'app.json': JSON.stringify({
    name,
    version: '1.0.0',
    title: { 'zh-CN': '试用指南', en: 'A guide to try' },
  }),
  'guide/zh-CN/01-start.md': `# 从这里开始
<!-- for: home, customer -->

打开客户列表，看[跟进](02-follow.md)一页。

![客户列表](list.png)

## 三个步骤

1. 新建客户
2. 写下**第一次**跟进，
   并约好下一次

![跟进记录](list.png)

3. 转给同事

| 状态 | 含义 |
|---|---|
| 新客户 | 还没有人联系 |
| 已成交 | 签了合同 |

### 注意
> 电话号码不要写在备注里。

<script>alert(1)</script>
`,
  'guide/zh-CN/02-follow.md': '# 跟进客户\n<!-- for: follow_up -->\n\n先看[开始](01-start.md)。\n',
  'guide/zh-CN/list.png': picture,
  'guide/en/01-start.md': `# Start here
<!-- for: home, customer -->

Open the customers and read about [following up](02-follow.md), or [elsewhere](https://example.com/).

![The list of customers](list.png)

## Three steps

1. Make a customer
2. Write down the **first** follow-up

| Status | Meaning |
|---|---|
| New | nobody has called |
`,
  'guide/en/02-follow.md': '# Following up\n\nBack to [the start](01-start.md).\n',
  'guide/en/list.png': picture,
})

async function removed(api: Api): Promise<void> {
  const { data } = await api.get<{ data: { name: string }[] }>('packages')
  if (!data.some((one) => one.name === name)) return
  const plan = await api.send('POST', 'packages:plan', { name, remove: true })
  const { consent } = (await plan.json()) as { consent: string[] }
  await api.send('POST', 'packages:uninstall', { name, consent })
}

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage()
  const api = await session(page, 'admin')
  await removed(api)
  await page.goto('/e/customer')
  await expect(page.locator('.v-grid__body [role=row]').first()).toBeVisible()
  const archive = archiveOf(pages(await page.screenshot())).toString('base64')
  await api.send('POST', 'packages:install', { archive, unsigned: true })
  await page.close()
})

test.afterAll(async ({ browser }) => {
  const page = await browser.newPage()
  await removed(await session(page, 'admin'))
  await page.close()
})

test('the help leads to the page that fits, and that to others', async ({ page }) => {
  await session(page, 'a')
  await page.goto('/e/customer')
  await expect(page.locator('.v-grid__body [role=row]').first()).toBeVisible()
  await page.keyboard.press('?')
  const hints = page.locator('.g-hints')
  await expect(hints.getByRole('link', { name: '完整指南：试用指南' })).toBeVisible()
  await expect(hints.getByRole('link', { name: '跟进客户' })).toHaveCount(0)
  await shot(page, 'guide-hints')
  await hints.getByRole('link', { name: '从这里开始' }).click()
  await expect(page).toHaveURL(`/guide/${name}/01-start`)
  await expect(page.locator('.q-drawer')).toHaveCount(0)
  const article = page.locator('article')
  await expect(article.getByRole('heading', { level: 2, name: '从这里开始' })).toBeVisible()
  await expect(article.getByRole('heading', { level: 3, name: '三个步骤' })).toBeVisible()
  await expect(article.locator('ol').nth(1)).toHaveAttribute('start', '3')
  await expect(article.getByText('<script>alert(1)</script>')).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `guide-${theme}`))
  await article.locator('p').getByRole('link', { name: '跟进' }).click()
  await expect(page).toHaveURL(`/guide/${name}/02-follow`)
  await page.getByRole('link', { name: /上一页/ }).click()
  await expect(page).toHaveURL(`/guide/${name}/01-start`)
  await expect(page.locator(`.g-nav [aria-current=page]`)).toHaveText('从这里开始')
})

test('a picture is enlarged', async ({ page }) => {
  await session(page, 'a', 'en')
  await page.goto(`/guide/${name}`)
  const small = page.getByRole('button', { name: 'Enlarge: The list of customers' })
  await expect(small.locator('img')).toHaveJSProperty('complete', true)
  await small.click()
  await expect(page.getByRole('dialog', { name: 'The list of customers' })).toBeVisible()
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `guide-picture-${theme}`))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await session(page, 'a')
})

test('a phone has a field to choose the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await session(page, 'a')
  await page.goto(`/guide/${name}`)
  await expect(page.locator('article h2')).toHaveText('从这里开始')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await expectNoViolations(page)
  await shot(page, 'guide-phone')
  await page.getByRole('combobox', { name: '指南目录' }).selectOption(`${name}/02-follow`)
  await expect(page).toHaveURL(`/guide/${name}/02-follow`)
  await expect(page.locator('article h2')).toHaveText('跟进客户')
})

test('what is not there is not found', async ({ page }) => {
  await session(page, 'a')
  for (const address of ['/guide/none', `/guide/${name}/09-none`]) {
    await page.goto(address)
    await expect(page.locator('.m-notice')).toBeVisible()
    await expect(page.locator('article')).toHaveCount(0)
  }
})
