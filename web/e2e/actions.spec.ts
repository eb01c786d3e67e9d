// Shows of the mission: P8 (a customer is handed on once the manager agrees), P3 and P4 (who may do what is told in words).
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations, expectNoViolationsInBothThemes } from './axe.ts'
import { options } from './select.ts'
import { type Api, session, shot } from './session.ts'

let counter = 0

/** A customer of the session's user, made for one test, by name and id. */
async function made(api: Api, more: object = {}): Promise<{ id: string; name: string }> {
  const stamp = `${Date.now()}${counter++}`.slice(-8)
  const name = `操作客户${stamp}`
  const { user } = await api.get<{ user: { id: string } }>('me')
  const fields = { name, phone: `137${stamp}`, source: 'baidu', status: 'new', consultant: user.id, ...more }
  const response = await api.send('POST', 'records/customer', fields)
  return { id: ((await response.json()) as { id: string }).id, name }
}

async function choose(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.keyboard.type(text)
  await options(page, text).first().click()
}

async function act(page: Page, more: string, name: string): Promise<void> {
  await page.getByRole('button', { name: more }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}

test.describe('the actions of a record', () => {
  test('a transfer waits for the manager, who approves it', async ({ page, browser, baseURL }) => {
    const api = await session(page, 'a')
    const { id } = await made(api)
    await page.goto(`/e/customer/${id}`)
    await page.getByRole('button', { name: '转交' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('转交客户需经理批准')
    await expectNoViolationsInBothThemes(page)
    await dialog.getByRole('button', { name: '提交审批' }).click()
    await expect(dialog).toContainText('请选择新的负责人')
    await choose(page, '新的负责人', '刘洋')
    await page.getByRole('textbox', { name: '理由' }).fill('客户搬到上海')
    await dialog.getByRole('button', { name: '提交审批' }).click()
    await expect(page.getByText('已提交审批，结果会通知您')).toBeVisible()
    await expect(page.getByRole('region', { name: '等待审批' })).toContainText('转交给刘洋')
    await expect(page.getByRole('button', { name: '撤回申请' })).toBeVisible()
    await shot(page, 'actions-asked')

    const context = await browser.newContext({ baseURL, locale: 'en' })
    const other = await context.newPage()
    const manager = await session(other, 'manager', 'en')
    await other.goto(`/e/customer/${id}`)
    const banner = other.getByRole('region', { name: 'Waits for approval' })
    await expect(banner).toContainText('客户搬到上海')
    await expectNoViolationsInBothThemes(other)
    await banner.getByRole('button', { name: 'Approve' }).click()
    await expect(banner).toHaveCount(0)
    const { consultant } = await manager.get<{ consultant: string }>(`records/customer/${id}`)
    const { user } = await api.get<{ user: { id: string } }>('me')
    expect(consultant).not.toBe(user.id)
    await context.close()
  })

  test('a request is withdrawn, and another refused with a reason', async ({ page, browser, baseURL }) => {
    const api = await session(page, 'a', 'en')
    const { id } = await made(api)
    const list = await api.get<{ data: { id: string; name: string }[] }>('records/user?limit=100')
    const to = { user: list.data.find((one) => one.name === '刘洋')?.id }
    const ask = () =>
      api.send('POST', `records/customer/${id}:transfer?request=approval`, { to, reason: 'moved' })
    await ask()
    await page.goto(`/e/customer/${id}`)
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await expect(page.getByRole('region', { name: 'Waits for approval' })).toHaveCount(0)

    await ask()
    const context = await browser.newContext({ baseURL, locale: 'en' })
    const other = await context.newPage()
    await session(other, 'manager', 'en')
    await other.goto(`/e/customer/${id}`)
    await other.getByRole('button', { name: 'Reject' }).click()
    await other.getByRole('textbox', { name: 'Why it is rejected' }).fill('Keep it')
    await expectNoViolationsInBothThemes(other, (theme) => shot(other, `actions-reject-${theme}`))
    await other.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await expect(other.getByRole('region', { name: 'Waits for approval' })).toHaveCount(0)
    await context.close()
  })

  test('a manager transfers with a reason, and undoes it', async ({ page }) => {
    const api = await session(page, 'manager')
    const { id } = await made(api)
    await page.goto(`/e/customer/${id}`)
    await page.getByRole('button', { name: '转交' }).click()
    await choose(page, '新的负责人', '刘洋')
    await page.getByRole('dialog').getByRole('button', { name: '转交' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
    await page.getByRole('textbox', { name: '理由' }).fill('重新分工')
    await page.getByRole('dialog').getByRole('button', { name: '转交' }).click()
    await expect(page.getByText('已转交给刘洋')).toBeVisible()
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await expect(page.getByText('已撤销', { exact: true })).toBeVisible()
    const { consultant } = await api.get<{ consultant: string }>(`records/customer/${id}`)
    const { user } = await api.get<{ user: { id: string } }>('me')
    expect(consultant).toBe(user.id)
  })

  test('a share is made, changed and ended', async ({ page }) => {
    const api = await session(page, 'manager', 'en')
    const { id } = await made(api)
    await page.goto(`/e/customer/${id}`)
    await page.getByRole('button', { name: 'Share' }).click()
    const dialog = page.getByRole('dialog')
    await choose(page, 'Share with', '刘洋')
    await dialog.getByRole('button', { name: 'Share', exact: true }).click()
    const share = dialog.getByRole('listitem').filter({ hasText: '刘洋' })
    await expect(share).toContainText('can read')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'actions-share')
    await share.getByRole('combobox').click()
    await options(page, 'can edit').last().click()
    await expect(share).toContainText('can edit')
    await share.getByRole('button', { name: 'End the share with 刘洋' }).click()
    await expect(share).toHaveCount(0)
    const { data } = await api.get<{ data: unknown[] }>(`records/customer/${id}/shares`)
    expect(data).toEqual([])
  })

  test('a customer of the pool is claimed and given back with a reason', async ({ page }) => {
    const api = await session(page, 'a')
    const { id, name } = await made(api)
    await page.goto(`/e/customer/${id}`)
    await act(page, '更多操作', '释放到公海')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '释放到公海' }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await dialog.getByRole('textbox', { name: '理由' }).fill('联系不上')
    await expectNoViolationsInBothThemes(page)
    await dialog.getByRole('button', { name: '释放到公海' }).click()
    await expect(page.getByText(`已释放“${name}”`)).toBeVisible()
    await page.getByRole('button', { name: '认领' }).click()
    await expect(dialog).toContainText('每天最多认领 10 条')
    await dialog.getByRole('button', { name: '认领' }).click()
    await expect(dialog.getByRole('alert')).not.toBeEmpty()
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `actions-claim-refused-${theme}`))
  })

  test('two customers become one, and two again', async ({ page }) => {
    const api = await session(page, 'manager')
    const stamp = String(Date.now()).slice(-8)
    const [mine, theirs, kept] = [`1${stamp}`, `2${stamp}`, `kept${stamp}`]
    const one = await made(api, { qq: mine })
    const other = await made(api, { qq: theirs, wechat: kept })
    await page.goto(`/e/customer/${one.id}`)
    await act(page, '更多操作', '合并')
    await choose(page, '搜索要并入的客户', other.name)
    await expect(page.getByRole('dialog')).toContainText('补充到保留的记录：微信')
    await page.getByRole('radio', { name: 'QQ：采用并入的记录的值' }).check()
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'actions-merge')
    await page.getByRole('dialog').getByRole('button', { name: '合并' }).click()
    await expect(page.getByText(`已合并“${other.name}”`)).toBeVisible()
    const merged = await api.get<{ qq: string; wechat: string }>(`records/customer/${one.id}`)
    expect(merged).toMatchObject({ qq: theirs, wechat: kept })
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await expect(page.getByText('已撤销', { exact: true })).toBeVisible()
    expect(await api.get(`records/customer/${one.id}`)).toMatchObject({ qq: mine, wechat: null })
  })

  test('a record is printed without what lies around it', async ({ page }) => {
    const api = await session(page, 'manager')
    const { id, name } = await made(api)
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', '')
    })
    await page.goto(`/e/customer/${id}`)
    await expect(page.locator('.r-entry').first()).toBeVisible()
    await act(page, '更多操作', '打印')
    await expect(page.locator('html')).toHaveAttribute('data-printed', '')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.locator('[data-field=name]')).toBeVisible()
    for (const around of ['.a-side', '.r-rail', '.r-save']) await expect(page.locator(around)).toBeHidden()
    // In the dark, too, paper is light.
    await expectNoViolations(page, ['color-contrast'])
    await shot(page, 'record-print')
  })

  test('what the rules refuse here says why; what is never allowed is not there', async ({ page }) => {
    const api = await session(page, 'manager')
    const [pooled] = (await api.get<{ data: { id: string }[] }>(`records/follow_up?limit=1&fields=subject`))
      .data
    await page.goto(`/e/follow_up/${pooled?.id}`)
    await page.getByRole('button', { name: '更多操作' }).click()
    await expect(page.getByRole('menuitem', { name: '我的权限说明' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: '彻底删除' })).toHaveCount(0)
    await page.getByRole('menuitem', { name: '我的权限说明' }).click()
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toContainText('周敏')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'actions-explain')
  })
})
