// E7 of the mission, in Chinese: everybody edits his own customers alone, and those of nobody wait in the pool.
import { expect, test } from '@playwright/test'
import { expectNoViolations } from '../axe.ts'
import { options } from '../select.ts'
import { shot } from '../session.ts'
import { arrive, freshName, freshPhone, goTo, type Person } from './people.ts'

/** A customer of the pool that no other test looks at. */
async function pooled(manager: Person): Promise<{ id: string; name: string; phone: string }> {
  const [name, phone] = [freshName('公海客户'), freshPhone()]
  const made = await manager.api.send('POST', 'records/customer', {
    name,
    phone,
    source: 'website',
    consultant: null,
  })
  return { id: ((await made.json()) as { id: string }).id, name, phone }
}

test('E7 销售只编辑自己的客户；公海客户每天最多认领 10 个，可以释放', async ({ browser }) => {
  test.setTimeout(120_000)
  const manager = await arrive(browser, 'manager')
  const j = await arrive(browser, 'j')
  const k = await arrive(browser, 'k')
  const { page } = j
  const theirs = await k.api.send('POST', 'records/customer', {
    name: freshName('别人的客户'),
    phone: freshPhone(),
    source: 'wechat',
    consultant: k.id,
  })
  const { id: foreign } = (await theirs.json()) as { id: string }
  await page.goto(`/e/customer/${foreign}`)
  await expect(page.getByRole('heading', { name: '找不到这条记录', level: 2 })).toBeVisible()

  // In the pool the phone is seen in part, until the customer is claimed.
  const one = await pooled(manager)
  await goTo(page, '公海')
  await page.getByRole('searchbox').fill(one.name)
  const row = page.getByRole('row').filter({ hasText: one.name })
  await expect(row).toContainText(`${one.phone.slice(0, 3)}****${one.phone.slice(-4)}`)
  await page.getByRole('gridcell', { name: one.name, exact: true }).click()
  await page.getByRole('button', { name: '认领' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('每天最多认领 10 条')
  await expectNoViolations(page)
  await shot(page, 'education-e7-claim')
  await dialog.getByRole('button', { name: '认领' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.locator('.r-head')).toContainText(j.name)
  const { phone } = await j.api.get<{ phone: string }>(`records/customer/${one.id}`)
  expect(phone).toBe(`+86${one.phone}`)

  // The eleventh of a day is refused, and stays where it is.
  for (let nth = 2; nth <= 10; nth++) {
    const next = await pooled(manager)
    await j.api.send('POST', `records/customer/${next.id}:claim`)
  }
  const eleventh = await pooled(manager)
  await page.goto(`/e/customer/${eleventh.id}`)
  await page.getByRole('button', { name: '认领' }).click()
  await dialog.getByRole('button', { name: '认领' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await shot(page, 'education-e7-limit')
  await page.keyboard.press('Escape')
  const still = await manager.api.get<{ consultant: string | null }>(`records/customer/${eleventh.id}`)
  expect(still.consultant).toBeNull()

  // What is given back waits for others: another one claims it at once.
  await page.goto(`/e/customer/${one.id}`)
  await page.getByRole('button', { name: '更多操作' }).click()
  await page.getByRole('menuitem', { name: '释放到公海', exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('联系不上')
  await page.getByRole('dialog').getByRole('button', { name: '释放到公海' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await k.page.goto(`/e/customer/${one.id}`)
  await k.page.getByRole('button', { name: '认领' }).click()
  await k.page.getByRole('dialog').getByRole('button', { name: '认领' }).click()
  await expect(k.page.locator('.r-head')).toContainText(k.name)
  await page.goto(`/e/customer/${one.id}`)
  await expect(page.getByRole('heading', { name: '找不到这条记录', level: 2 })).toBeVisible()
  for (const person of [manager, j, k]) await person.leave()
})

test('E7 三十天没有跟进的客户自动退回公海，原来的销售收到通知', async ({ browser }) => {
  const manager = await arrive(browser, 'manager')
  const b = await arrive(browser, 'b')
  // The school's data begin two years ago: B has not spoken to this one for 41 days.
  const query = new URLSearchParams({
    filter: "name == '高若曦' and note == '项目结束后再联系。'",
    fields: 'consultant',
  })
  const find = async () =>
    (
      await manager.api.get<{ data: { id: string; consultant: string | null }[] }>(
        `records/customer?${query}`,
      )
    ).data[0]
  await expect.poll(async () => (await find())?.consultant, { timeout: 60_000 }).toBeNull()
  const id = (await find())?.id
  const { page } = b
  await page.goto('/notifications')
  const notice = page.getByRole('main').locator(`a[href="/e/customer/${id}"]`).first()
  await expect(notice).toContainText('30 天没有跟进，已退回公海')
  await shot(page, 'education-e7-returned')
  await notice.click()
  await expect(page.getByRole('button', { name: '认领' })).toBeVisible()
  await manager.leave()
  await b.leave()
})

test('E7 转交要等经理批准：批准之前客户仍归原来的销售', async ({ browser }) => {
  const manager = await arrive(browser, 'manager')
  const e = await arrive(browser, 'e')
  const f = await arrive(browser, 'f')
  const made = await e.api.send('POST', 'records/customer', {
    name: freshName('转交客户'),
    phone: freshPhone(),
    source: 'event',
    consultant: e.id,
  })
  const { id } = (await made.json()) as { id: string }
  const { page } = e
  await page.goto(`/e/customer/${id}`)
  await page.getByRole('button', { name: '转交' }).click()
  await page.getByRole('combobox', { name: '新的负责人' }).click()
  await page.keyboard.type(f.name)
  await options(page, f.name).first().click()
  await page.getByRole('textbox', { name: '理由' }).fill('客户搬到二组附近')
  await page.getByRole('dialog').getByRole('button', { name: '提交审批' }).click()
  await expect(page.getByRole('region', { name: '等待审批' })).toContainText(f.name)
  const owner = async () =>
    (await manager.api.get<{ consultant: string }>(`records/customer/${id}`)).consultant
  expect(await owner()).toBe(e.id)
  await manager.page.goto('/')
  const request = manager.page.locator('.h-approval').filter({ hasText: '客户搬到二组附近' })
  await shot(manager.page, 'education-e7-approval')
  await request.getByRole('button', { name: /^(批准|同意|通过)/ }).click()
  await expect(request).toHaveCount(0)
  expect(await owner()).toBe(f.id)
  for (const person of [manager, e, f]) await person.leave()
})
