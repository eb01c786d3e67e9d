import { expect, test } from '@playwright/test'
import { session, shot } from './session.ts'

/** East of UTC by 5:45 all year: no browser of these tests is there. */
const zone = 'Asia/Kathmandu'

test.use({ timezoneId: 'America/New_York', locale: 'en-US' })

/** The instant at which the clocks of New York show a time today. */
function todayAt(clock: string): string {
  const parts = (time: number) =>
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(time)
  const wall = Date.parse(`${parts(Date.now()).slice(0, 10)}T${clock}:00Z`)
  const ahead = Date.parse(`${parts(wall).replace(' ', 'T')}Z`) - wall
  return new Date(wall - ahead).toISOString()
}

test.describe('the time zone', () => {
  test('of the account is the one of what is shown, entered and filtered', async ({ page }) => {
    const api = await session(page, 'b', 'en')
    const { user } = await api.get<{ user: { id: string } }>('me')
    const title = `zone ${Date.now()}`
    const make = async (due: string) => {
      const values = { title, due, owner: user.id, status: 'open' }
      return ((await (await api.send('POST', 'records/todo', values)).json()) as { id: string }).id
    }
    const ids = [
      await make('2026-11-05T20:30:00Z'),
      await make(todayAt('00:30')),
      await make(todayAt('23:30')),
    ]
    await api.send('PATCH', 'me', { zone })

    await page.goto(`/e/todo/${ids[0]}`)
    const due = page.locator('.r-field[data-field=due]')
    await expect(due).toContainText('Nov 6, 2026 02:15')
    await expect(due.locator('time')).toHaveAttribute('title', zone)
    await due.locator('.r-cell__edit').click()
    await expect(due.getByRole('textbox')).toHaveValue('2026-11-06 02:15')
    await due.getByRole('textbox').fill('2026-11-06 09:00')
    await due.getByRole('textbox').press('Enter')
    await page.keyboard.press('Control+s')
    await expect(due).not.toHaveAttribute('data-changed')
    await page.locator('h1').click()
    await expect(due).toContainText('Nov 6, 2026 09:00')
    const saved = await api.get<{ due: string }>(`records/todo/${ids[0]}?fields=due`)
    expect(new Date(saved.due).toISOString()).toBe('2026-11-06T03:15:00.000Z')
    await shot(page, 'zone-record')

    // Of the two moments of one day in New York, one is of the day before or after in Kathmandu.
    const condition = (field: string, operator: string, value: string) => ({
      kind: 'condition',
      field,
      operator,
      value,
    })
    const filter = {
      kind: 'group',
      all: true,
      children: [condition('title', 'eq', title), condition('due', 'within', 'today')],
    }
    const list = `/e/todo?f=${encodeURIComponent(JSON.stringify(filter))}`
    await page.goto(list)
    await expect(page.locator('.v-foot strong')).toHaveText('1')

    await page.goto('/me/appearance')
    await page.getByRole('button', { name: 'Back to that' }).click()
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await page.goto(list)
    await expect(page.locator('.v-foot strong')).toHaveText('2')
    await expect(page.getByRole('row').filter({ hasText: '00:30' })).toHaveCount(1)
    await expect(page.getByRole('row').filter({ hasText: '23:30' })).toHaveCount(1)
    for (const id of ids) await api.send('PATCH', `records/todo/${id}`, { status: 'dropped' })
  })
})
