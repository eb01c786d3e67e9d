// Shows of the mission: M1 (what happened around a record), M7 (comments, tasks), C6 (every change can be taken back).
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { type Api, session, shot } from './session.ts'

let counter = 0

/** A customer of the session's user, made for one test. */
async function made(api: Api): Promise<string> {
  const stamp = `${Date.now()}${counter++}`.slice(-8)
  const fields = { name: `动态客户${stamp}`, phone: `138${stamp}`, source: 'baidu', status: 'new' }
  const { user } = await api.get<{ user: { id: string } }>('me')
  const response = await api.send('POST', 'records/customer', { ...fields, consultant: user.id })
  return ((await response.json()) as { id: string }).id
}

test.describe('the timeline', () => {
  test('takes comments with names and files, edits and takes them back', async ({ page }) => {
    const api = await session(page, 'a')
    const id = await made(api)
    await page.goto(`/e/customer/${id}`)
    const rail = page.getByRole('complementary', { name: '动态' })
    await expect(rail.locator('.r-entry').first()).toBeVisible()

    const box = rail.getByRole('textbox', { name: '评论', exact: true })
    await box.click()
    await page.keyboard.type('请看 @周敏')
    await expect(rail.getByRole('option', { name: '周敏' })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(box).toHaveValue('请看 @周敏 ')
    await rail.locator('input[type=file]').setInputFiles({
      name: '报价单.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('TCO'),
    })
    await expect(rail.locator('.t-attached')).toContainText('报价单.txt')
    await expectNoViolationsInBothThemes(page)
    await page.keyboard.press('Control+Enter')
    const comment = rail.locator('[data-kind=comment]').first()
    await expect(comment).toContainText('@周敏')
    await expect(comment.getByRole('link', { name: '报价单.txt' })).toBeVisible()
    await shot(page, 'timeline-comment')

    await comment.hover()
    await comment.getByRole('button', { name: '编辑评论' }).click()
    await rail.getByRole('textbox', { name: '编辑评论' }).fill('请看 @周敏 第二稿')
    await page.keyboard.press('Control+Enter')
    await comment.getByRole('button', { name: '已编辑' }).click()
    await expect(page.getByRole('dialog', { name: '编辑记录' })).toContainText('请看 @周敏')
    await expectNoViolationsInBothThemes(page, (theme) => shot(page, `timeline-former-${theme}`))
    await page.keyboard.press('Escape')

    await comment.hover()
    await comment.getByRole('button', { name: '删除评论' }).click()
    await expect(comment).toContainText('评论已删除')
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(comment).toContainText('第二稿')
  })

  test('says at the name who cannot read the record', async ({ page }) => {
    const api = await session(page, 'a')
    const id = await made(api)
    await page.goto(`/e/customer/${id}`)
    const rail = page.getByRole('complementary', { name: '动态' })
    await rail.getByRole('textbox', { name: '评论', exact: true }).click()
    await page.keyboard.type('@刘洋')
    await expect(rail.getByRole('option', { name: '刘洋' })).toBeVisible()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await expect(rail.locator('.t-mentioned--no')).toContainText('刘洋')
    await expect(rail.locator('[data-kind=comment]')).toHaveCount(0)
    await shot(page, 'timeline-refused')
  })

  test('has the open tasks on top, and ticks them off', async ({ page }) => {
    const api = await session(page, 'manager', 'en')
    const id = await made(api)
    await page.goto(`/e/customer/${id}`)
    const tasks = page.getByRole('group', { name: 'Open tasks' })
    await tasks.getByRole('button', { name: 'Add a task' }).click()
    await tasks.getByRole('textbox', { name: 'Title' }).fill('Prepare the trial lesson')
    await expect(tasks.getByText('Priority')).toBeVisible()
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'timeline-task')
    await tasks.getByRole('textbox', { name: 'Title' }).press('Enter')
    const tick = tasks.getByRole('button', { name: 'Tick off “Prepare the trial lesson”' })
    await tick.click()
    await expect(tick).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(tick).toBeVisible()
    await expect(page.locator('[data-kind=task]')).toContainText('Prepare the trial lesson')
  })

  test('opens a change, and takes it back after saying what is written', async ({ page }) => {
    const api = await session(page, 'manager')
    const id = await made(api)
    const stamp = String(Date.now()).slice(-9)
    await api.send('PATCH', `records/customer/${id}`, { qq: stamp, wechat: `first${stamp}`, note: '一' })
    await page.goto(`/e/customer/${id}`)
    const change = page.locator('[data-kind=change]').first()
    await change.getByRole('button', { name: '另有 1 个字段' }).click()
    await change.getByRole('button', { name: '撤销此更改' }).click()
    const dialog = page.getByRole('dialog', { name: '撤销此更改？' })
    await expect(dialog).toContainText('清空了微信')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'timeline-undo')
    await dialog.getByRole('button', { name: '撤销', exact: true }).click()
    await expect(page.getByText('已撤销更改')).toBeVisible()
    const { wechat } = await api.get<{ wechat: string | null }>(`records/customer/${id}`)
    expect(wechat).toBeNull()
    const first = page.locator('[data-kind=change]').nth(1)
    await first.getByRole('button', { name: '恢复到此版本' }).click()
    await expect(page.getByRole('dialog', { name: '恢复到第 2 版？' })).toContainText('first')
  })

  test('is narrowed to kinds, and a sheet on a phone', async ({ page }) => {
    const api = await session(page, 'a')
    const id = await made(api)
    await api.send('POST', `records/customer/${id}/comments`, { text: '只看评论' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`/e/customer/${id}`)
    await page.getByRole('button', { name: '动态' }).click()
    const sheet = page.getByRole('dialog', { name: '动态' })
    await expect(sheet.locator('[data-kind=change]')).toHaveCount(1)
    await sheet.getByRole('button', { name: '筛选动态' }).click()
    await page.getByRole('menuitemcheckbox', { name: '评论' }).click()
    await page.keyboard.press('Escape')
    await expect(sheet.locator('[data-kind=change]')).toHaveCount(0)
    await expect(sheet.locator('[data-kind=comment]')).toContainText('只看评论')
    await expectNoViolationsInBothThemes(page)
    await shot(page, 'timeline-phone')
  })
})
