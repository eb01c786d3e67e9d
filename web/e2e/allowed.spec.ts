// C6, C7: what would be refused is not offered, and takes nothing else with it.
import { expect, type Page, test } from '@playwright/test'
import { type Api, session, shot } from './session.ts'

interface Described {
  entities: { name: string; actions: string[] }[]
}

/** Describes customers to the page as to somebody without an action. */
async function without(page: Page, action: string): Promise<void> {
  await page.route(/\/api\/v1\/describe/, async (route) => {
    const response = await route.fetch()
    const json = (await response.json()) as Described
    const entities = json.entities.map((one) =>
      one.name === 'customer' ? { ...one, actions: one.actions.filter((given) => given !== action) } : one,
    )
    await route.fulfill({ response, json: { ...json, entities } })
  })
}

/** A bulk change that is done, with the title of its job. */
async function changed(api: Api): Promise<void> {
  const made = await api.send('POST', 'records/customer', { name: `许可${Date.now()}`, source: 'website' })
  const { id } = (await made.json()) as { id: string }
  const answer = await api.send('POST', 'records/customer:bulk', {
    action: 'update',
    ids: [id],
    fields: { source: 'referral' },
  })
  const job = (await answer.json()) as { id: string }
  await expect.poll(async () => (await api.get<{ state: string }>(`jobs/${job.id}`)).state).toBe('done')
}

test('a job is taken back by who may see the history only', async ({ page }) => {
  const api = await session(page, 'manager', 'en')
  await changed(api)
  await page.goto('/me/jobs')
  const job = page.getByRole('list', { name: 'Background jobs' }).getByRole('listitem').first()
  await expect(job).toContainText('Edit: Customers')
  await expect(job.getByRole('button', { name: /^Undo/ })).toBeVisible()
  await without(page, 'history')
  await page.reload()
  await expect(job).toContainText('Edit: Customers')
  await expect(job.getByRole('button', { name: /^Delete|^Forget/ })).toBeVisible()
  await expect(job.getByRole('button', { name: /^Undo/ })).toHaveCount(0)
})

test('被拒绝的汇总不影响其他汇总', async ({ page }) => {
  const api = await session(page, 'b')
  const name = 'list.customer.customer.all'
  const columns = ['name', 'phone', 'status'].map((field) => ({ field, aggregate: 'count' }))
  await api.send('PATCH', 'me/preferences', { [name]: { columns } })
  let refused = 0
  await page.route(/\/records\/customer:aggregate/, async (route) => {
    const { measures } = route.request().postDataJSON() as { measures: { field?: string }[] }
    const at = measures.findIndex(({ field }) => field === 'phone')
    if (at < 0) return route.continue()
    refused++
    const errors = [{ pointer: `/measures/${at}/field`, code: 'unknown_field', message: '没有这个字段。' }]
    return route.fulfill({ status: 422, json: { code: 'invalid', status: 422, title: '有错误。', errors } })
  })
  await page.goto('/e/customer?view=customer.all')
  await expect(page.locator('.v-foot [data-aggregate=name]')).toBeVisible()
  await expect(page.locator('.v-foot [data-aggregate=status]')).toBeVisible()
  await expect(page.locator('.v-foot [data-aggregate=phone]')).toHaveCount(0)
  expect(refused).toBeGreaterThan(0)
  await shot(page, 'sums-refused')
  await api.send('PATCH', 'me/preferences', { [name]: null })
})
