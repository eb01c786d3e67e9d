// Shows: who may do what is changed by two: one asks, another sees what it is and agrees (goal 4).
import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectNoViolationsInBothThemes } from './axe.ts'
import { openDesigner, seed, signInAsNew } from './designer.ts'
import { type Api, shot } from './session.ts'

/** A page of somebody new who holds a role, and his session. */
async function somebody(browser: Browser, role: string): Promise<{ page: Page; api: Api }> {
  const page = await (await browser.newContext()).newPage()
  return { page, api: await signInAsNew(page, [role]) }
}

test('a change of access is asked for, looked at by a second person, and published by his consent', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000)
  const word = seed()
  const [guard, chief, guest] = [`guard_${word}`, `chief_${word}`, `guest_${word}`]
  const api = await openDesigner(page)
  const role = (name: string, more = {}) =>
    api.send('PUT', `definitions/role/${name}`, { name, 'x-id': seed(10), title: name, ...more })
  await role(guard)
  await role(guest)
  await role(chief, { permissions: ['design', 'publish', 'roles'] })
  // One that was left by a run before would ask for its own second person, too.
  const left = await api.get<{ data: { name: string }[] }>('definitions?kind=obligation')
  for (const { name } of left.data)
    if (name.startsWith('second_')) await api.send('DELETE', `definitions/obligation/${name}`)
  // Administrators are not bound: other specs publish meanwhile.
  await api.send('PUT', `definitions/obligation/second_${word}`, {
    name: `second_${word}`,
    title: 'A second person',
    actions: ['publish_access'],
    needs: 'approval',
    by: guard,
    except: ['administrator'],
  })
  await api.send('POST', 'draft:publish', {})
  const author = await somebody(browser, chief)
  const second = await somebody(browser, guard)

  await author.page.addInitScript(() => localStorage.setItem('mortise.draft', 'own'))
  await author.api.send('PUT', `definitions/role/${guest}?draft=own`, {
    ...(await author.api.get<object>(`definitions/role/${guest}?draft=own`)),
    description: 'Reads and leaves',
  })
  await author.page.goto('/design')
  await author.page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = author.page.getByRole('dialog', { name: 'Publish the draft' })
  await expect(dialog.getByRole('button', { name: 'Ask for approval' })).toHaveCount(0)
  await dialog.getByLabel('What this is for').fill('for our guests')
  await dialog.getByRole('button', { name: 'Publish now' }).click()
  await dialog.getByRole('button', { name: 'Ask for approval' }).click()
  await expect(author.page.getByText('The request for approval was sent')).toBeVisible()

  // Who asked sees it as his own, and can only take it back.
  await author.page.goto('/')
  const own = author.page.locator('.h-approval')
  await expect(own.getByRole('button', { name: 'Withdraw' })).toBeVisible()
  await expect(own.getByRole('button', { name: 'Approve' })).toHaveCount(0)

  await second.page.goto('/')
  const waiting = second.page.locator('.h-approval')
  await waiting.getByRole('button', { name: 'See what it changes' }).click()
  const changes = second.page.getByRole('dialog', { name: 'What is to be published' })
  await expect(changes.getByText(`Role “${guest}” is changed`)).toBeVisible()
  await expect(changes.getByText('“for our guests”')).toBeVisible()
  await changes.getByText('As text').click()
  await expect(changes.getByRole('region', { name: guest })).toContainText('Reads and leaves')
  await expectNoViolationsInBothThemes(second.page, (theme) => shot(second.page, `design-review-${theme}`))
  await changes.getByRole('button', { name: 'Close' }).last().click()
  await waiting.getByRole('button', { name: 'Approve' }).click()
  await expect(waiting).toHaveCount(0)
  const { data } = await api.get<{ data: { comment: string }[] }>('revisions')
  expect(data.map(({ comment }) => comment)).toContain('for our guests')
})
