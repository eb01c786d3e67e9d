// M7, P14: what others do shows at once in a list that is open.
import { expect, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { publishPlan } from './boards-definitions.ts'
import { customer, session, shot } from './session.ts'

test('a record changes in a list that is open, and leaves it when it may be read no longer', async ({
  page,
  browser,
}) => {
  const colleague = await browser.newPage()
  const manager = await session(colleague, 'manager')
  const { user: other } = await (await session(page, 'b')).get<{ user: { id: string } }>('me')
  const mine = await session(page, 'a')
  const one = await customer(mine, 'consultant == me && phone != nil')
  const me = one.consultant
  await page.goto(`/e/customer?q=${encodeURIComponent(one.name)}`)
  const cell = page.locator('.v-grid__cell--label', { hasText: one.name }).first()
  await expect(cell).toBeVisible()

  const { name } = one
  await manager.send('PATCH', `records/customer/${one.id}`, { name: `${name}·改` })
  await expect(page.locator('.v-grid__cell--label', { hasText: `${name}·改` })).toBeVisible()
  await manager.send('PATCH', `records/customer/${one.id}`, { name })
  await expect(page.locator('.v-grid__cell--label', { hasText: `${name}·改` })).toHaveCount(0)

  const rows = page.locator('.v-grid__body [role=row]')
  const before = await rows.count()
  await manager.send('POST', `records/customer/${one.id}:assign`, { to: { user: other.id } })
  await expect(page.locator('.v-grid__row[data-leaving]')).toHaveCount(1)
  await expect(rows).toHaveCount(before - 1)
  await manager.send('POST', `records/customer/${one.id}:assign`, { to: { user: me } })
  await expect(rows).toHaveCount(before)
  await colleague.close()
})

test('new records wait for a press where they would move what is seen', async ({ page, browser }) => {
  const colleague = await browser.newPage()
  const manager = await session(colleague, 'manager')
  await session(page, 'manager', 'en')
  const name = `新${Date.now().toString(36)}`
  const make = async (at: number) => {
    const phone = `137${String(Date.now()).slice(-7)}${at}`
    await manager.send('POST', 'records/customer', { name: `${name} ${at}`, phone, source: 'website' })
  }
  await make(0)
  await page.goto(`/e/customer?view=customer.all&sort=-created_at&q=${encodeURIComponent(name)}`)
  const first = page.locator('.v-grid__body [role=row]').first()
  await expect(first).toBeVisible()
  await make(1)
  await make(2)
  const pill = page.getByRole('button', { name: '2 new' })
  await expect(pill).toBeVisible()
  await expect(first.locator('.v-grid__cell--label')).toHaveText(`${name} 0`)
  await expect(page.locator('.v-foot strong')).toHaveText('3')
  await expectNoViolationsInBothThemes(page, (theme) => shot(page, `live-new-${theme}`))
  await pill.click()
  await expect(first.locator('.v-grid__cell--label')).toHaveText(`${name} 2`)
  await expect(pill).toHaveCount(0)
  await colleague.close()
})

test('boards show what others make, change and take out of them', async ({ page, browser }) => {
  test.setTimeout(120_000)
  const colleague = await browser.newPage()
  const month = new Date().toISOString().slice(0, 7)
  const admin = await session(colleague, 'admin', 'en')
  const plan = await publishPlan(admin, month)
  await session(page, 'manager', 'en')
  const make = async (values: { [field: string]: string }) => {
    const made = await admin.send('POST', `records/${plan.entity}`, values)
    return ((await made.json()) as { id: string }).id
  }
  const rename = (id: string, name: string) => admin.send('PATCH', `records/${plan.entity}/${id}`, { name })
  const drawn = {
    calendar: (name: string) => page.locator('.vc-entry, .vc-agenda__link', { hasText: name }),
    tree: (name: string) => page.getByRole('row', { name }),
    gallery: (name: string) => page.locator('.vg-link', { hasText: name }),
  }
  for (const kind of ['calendar', 'tree', 'gallery'] as const) {
    const at = drawn[kind]
    const old = await make({ name: `${kind} old`, starts: `${month}-14` })
    await page.goto(`/e/${plan.entity}?view=${plan.entity}.${kind}&q=${kind}`)
    await expect(at(`${kind} old`).first()).toBeVisible()
    const id = await make({ name: `${kind} one`, starts: `${month}-15` })
    await expect(at(`${kind} one`).first(), `${kind}: made`).toBeVisible()
    await rename(id, `${kind} two`)
    await expect(at(`${kind} two`).first(), `${kind}: changed`).toBeVisible()
    await rename(old, 'elsewhere')
    await expect(at(`${kind} old`), `${kind}: gone`).toHaveCount(0)
  }

  const name = `板${Date.now().toString(36)}`
  const phone = `135${String(Date.now()).slice(-8)}`
  const fields = { name, phone, source: 'website' }
  const added = await admin.send('POST', 'records/customer', fields)
  const { id } = (await added.json()) as { id: string }
  await page.goto(`/e/customer?view=customer.board&q=${encodeURIComponent(name)}`)
  await expect(page.locator(`[data-column="new"] [data-card="${id}"]`)).toBeVisible()
  await admin.send('PATCH', `records/customer/${id}`, { status: 'contacted' })
  await expect(page.locator(`[data-column="contacted"] [data-card="${id}"]`)).toBeVisible()
  await admin.send('PATCH', `records/customer/${id}`, { name: 'elsewhere' })
  await expect(page.locator(`[data-card="${id}"]`)).toHaveCount(0)
  await colleague.close()
})

test('an entity that is published while a page is open appears in its sidebar', async ({ page, browser }) => {
  const designer = await browser.newPage()
  const admin = await session(designer, 'admin', 'en')
  // Who has no menu of a role is led to all that there is.
  await session(page, 'admin', 'en')
  await page.goto('/e/customer')
  await expect(page.locator('.v-grid__body [role=row]').first()).toBeVisible()
  const title = `Room ${Date.now().toString(36)}`
  const name = `room_${Date.now().toString(36)}`
  await admin.send('POST', 'definitions:apply', {
    documents: [
      {
        kind: 'entity',
        name,
        body: {
          name,
          type: 'object',
          title: { en: title, 'zh-CN': title },
          'x-plural': { en: title, 'zh-CN': title },
          'x-label': 'name',
          properties: { name: { 'x-field': 'text', title: { en: 'Name', 'zh-CN': '名称' } } },
        },
      },
      {
        kind: 'grant',
        name: `${name}_all`,
        body: {
          name: `${name}_all`,
          role: 'everyone',
          entity: name,
          actions: ['read'],
          scope: 'all',
          read: 'all',
        },
      },
    ],
  })
  await expect(page.getByRole('navigation').getByRole('link', { name: title })).toBeVisible()
  await expect(page.locator('.m-toast')).toContainText('The design was changed')
  await designer.close()
})
