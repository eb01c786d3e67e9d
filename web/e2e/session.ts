import { type APIResponse, expect, type Page } from '@playwright/test'

/** The accounts of the demo data. */
export const accounts = {
  admin: process.env.E2E_ADMIN ?? 'admin@example.com',
  a: process.env.E2E_SALESPERSON_A ?? 'a@example.com',
  b: process.env.E2E_SALESPERSON_B ?? 'b@example.com',
  manager: process.env.E2E_MANAGER ?? 'manager@example.com',
}
export type Who = keyof typeof accounts

export const password = process.env.E2E_PASSWORD ?? 'mortise-demo'

/** The API as the page's own session sees it. */
export class Api {
  private readonly page: Page
  private readonly csrf: string

  constructor(page: Page, csrf: string) {
    this.page = page
    this.csrf = csrf
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.page.request.get(`/api/v1/${path}`)
    expect(response.ok(), `GET ${path}: ${response.status()}`).toBe(true)
    return (await response.json()) as T
  }

  async send(method: string, path: string, data?: unknown): Promise<APIResponse> {
    const headers = { 'X-CSRF-Token': this.csrf }
    const response = await this.page.request.fetch(`/api/v1/${path}`, { method, data, headers })
    expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true)
    return response
  }
}

/** Opens a session by API and gives the API back; the page is then signed in. */
export async function session(page: Page, who: Who, language = 'zh-CN'): Promise<Api> {
  const response = await page.request.post('/api/v1/session', {
    data: { login: accounts[who], password },
  })
  expect(response.ok(), `sign-in of ${who}: ${response.status()}`).toBe(true)
  const me = (await response.json()) as { csrf: string }
  const api = new Api(page, me.csrf)
  // What the answer says may be the browser's language where the account has none.
  await api.send('PATCH', 'me', { language })
  return api
}

/** A record with the fields the specs look at. */
export interface Customer {
  id: string
  name: string
  phone: string | null
  consultant: string | null
}

/** Customers that the session may see, filtered. */
export async function customers(api: Api, filter: string): Promise<Customer[]> {
  const query = new URLSearchParams({ fields: 'name,phone,consultant', filter, limit: '50' })
  return (await api.get<{ data: Customer[] }>(`records/customer?${query}`)).data
}

/** The first customer that matches; there must be one. */
export async function customer(api: Api, filter: string): Promise<Customer> {
  const [first] = await customers(api, filter)
  if (!first) throw new Error(`the demo data has no customer with ${filter}`)
  return first
}

/** Enters a customer that no other test looks at, and gives the id; the caller becomes the consultant. */
export async function newCustomer(api: Api, values: { [field: string]: unknown } = {}): Promise<string> {
  const query = new URLSearchParams({ fields: 'source,status', filter: 'source != nil', limit: '1' })
  const { data } = await api.get<{ data: { source: string; status: string }[] }>(`records/customer?${query}`)
  const { user } = await api.get<{ user: { id: string } }>('me')
  const number = `${Date.now()}${Math.floor(Math.random() * 10)}`.slice(-8)
  const made = await api.send('POST', 'records/customer', {
    name: `客户${number}`,
    phone: `136${number}`,
    consultant: user.id,
    status: 'new',
    source: data[0]?.source,
    ...values,
  })
  return ((await made.json()) as { id: string }).id
}

/** Keeps a picture of the page. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/shots/${name}.png` })
}
