import { afterEach, describe, expect, it } from 'vitest'
import { type App, renderApp } from '@/testing/renderApp.tsx'

let app: App
afterEach(() => app.close())

const manager = 'manager@example.com'
const salesperson = 'a@example.com'

function heading(level: number): string | undefined {
  return app.element.querySelector(`h${level}`)?.textContent ?? undefined
}

describe('the application', () => {
  it('asks who is there before anything else', async () => {
    app = await renderApp({ path: '/e/customer' })
    await app.until(() => heading(1) === '登录 Mortise')
    expect(window.location.search).toContain('next=')
  })

  it('says in words that a password is wrong', async () => {
    app = await renderApp({ path: '/sign-in' })
    await app.until(() => app.element.querySelector('form'))
    await app.type(app.element.querySelector('[name=login]'), manager)
    await app.type(app.element.querySelector('[name=password]'), 'wrong')
    await app.click(app.element.querySelector('button[type=submit]'))
    await app.until(() => app.element.querySelector('[role=alert]')?.textContent === '邮箱或密码不正确。')
  })

  it('asks for the code of who has a second factor, and keeps the password meanwhile', async () => {
    app = await renderApp({ path: '/sign-in' })
    const field = (name: string) => app.element.querySelector<HTMLInputElement>(`[name=${name}]`)
    await app.until(() => field('login'))
    expect(field('code')).toBeNull()
    await app.type(field('login'), 'careful@example.com')
    await app.type(field('password'), 'mortise-demo')
    await app.click(app.element.querySelector('button[type=submit]'))
    await app.until(() => field('code'))
    expect(field('password')?.value).toBe('mortise-demo')
    await app.type(field('code'), '000000')
    await app.click(app.element.querySelector('button[type=submit]'))
    await app.until(() => app.element.querySelector('[role=alert]')?.textContent === '验证码错误或已被使用。')
    await app.type(field('code'), '123456')
    await app.click(app.element.querySelector('button[type=submit]'))
    await app.until(() => app.server.workspace.sessions.size === 1)
  })

  it('leaves out of the menu what does not stand in menus', async () => {
    app = await renderApp({ path: '/e/customer', as: manager })
    await app.until(() => app.element.querySelector('[role=grid]'))
    app.server.workspace.entity('campus').menu = false
    await app.server.workspace.publish()
    await app.click(app.element.querySelectorAll('.v-tab')[1])
    const items = () =>
      [...app.element.querySelectorAll('.a-side li .a-nav__item .truncate')].map((item) => item.textContent)
    await app.until(() => !items().includes('校区'))
    expect(items()).toEqual(['客户', '课程', '成员'])
  })

  it('shows only the entities that the description holds', async () => {
    app = await renderApp({ path: '/e/customer', as: manager })
    await app.until(() => app.element.querySelector('[role=grid]'))
    const items = [...app.element.querySelectorAll('.a-side li .a-nav__item .truncate')].map(
      (item) => item.textContent,
    )
    expect(items).toEqual(['客户', '校区', '课程', '成员'])
  })

  it('shows an entity as soon as an answer comes from a newer revision', async () => {
    app = await renderApp({ path: '/e/customer', as: manager })
    await app.until(() => app.element.querySelector('[role=grid]'))
    app.server.workspace.drafts.set('ticket', {
      title: { 'zh-CN': '工单', en: 'Ticket' },
      properties: { subject: { title: '主题', 'x-field': 'text' } },
    })
    app.server.workspace.publish()
    await app.click(app.element.querySelectorAll('.v-tab')[1])
    await app.until(() => app.element.textContent?.includes('工单'))
  })

  it('leaves out fields that the caller may not know', async () => {
    app = await renderApp({ path: '/e/customer', as: salesperson })
    await app.until(() => app.element.querySelector('[role=gridcell]'))
    expect(app.element.textContent).not.toContain('签约金额')
    expect(app.element.querySelectorAll('[data-field=phone] .f-redacted').length).toBeGreaterThan(0)
  })

  it('answers an unknown entity and an unreadable one alike', async () => {
    app = await renderApp({ path: '/e/nothing', as: salesperson })
    await app.until(() => heading(2) && app.element.textContent?.includes('找不到这个页面'))
  })

  it('says that the caller may not create', async () => {
    app = await renderApp({ path: '/e/campus/new', as: salesperson })
    await app.until(() => app.element.textContent?.includes('您的角色不能新建校区'))
  })

  it('draws a field type that it does not know as a notice', async () => {
    app = await renderApp({ path: '/e/course', as: manager })
    await app.until(() => app.element.querySelector('.f-unknown')?.textContent?.includes('hologram'))
  })

  it('goes back to the sign-in page when the session ends', async () => {
    app = await renderApp({ path: '/e/customer', as: manager })
    await app.until(() => app.element.querySelector('[role=grid]'))
    app.server.workspace.sessions.clear()
    await app.click(app.element.querySelectorAll('.v-tab')[1])
    await app.until(() => heading(1) === '登录 Mortise')
  })

  it('shows changes to who may see the history, and no trace of them to others', async () => {
    app = await renderApp({ path: '/e/campus', as: salesperson })
    await app.click(await app.until(() => app.element.querySelector('[data-cell="0:0"]')))
    await app.until(() => app.element.querySelector('.r-rail .t-none'))
    expect(app.element.querySelector('.r-rail .r-entry')).toBeNull()
    app.close()
    app = await renderApp({ path: '/e/campus', as: 'admin@example.com' })
    await app.click(await app.until(() => app.element.querySelector('[data-cell="0:0"]')))
    await app.until(() => app.element.querySelector('.r-rail .r-entry'))
  })

  it('shows what is wrong at the field and keeps the edit', async () => {
    app = await renderApp({ path: '/e/campus', as: 'admin@example.com' })
    const row = await app.until(() => app.element.querySelector('[data-cell="0:0"]'))
    await app.click(row)
    const edit = await app.until(() => app.element.querySelector('[data-field=name] .r-cell__edit'))
    await app.click(edit)
    const input = await app.until(() => app.element.querySelector('[data-field=name] input'))
    await app.type(input, '')
    await app.until(() => app.element.querySelector('.r-save')?.textContent?.includes('有 1 处修改未保存'))
    await app.click(app.element.querySelector('.r-save .m-button--primary'))
    await app.until(
      () => app.element.querySelector('[data-field=name] .r-field__note')?.textContent === '必填',
    )
    expect(app.element.querySelector('.r-save')?.textContent).toContain('有 1 个字段需要修改')
  })
})
