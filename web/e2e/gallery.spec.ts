// Shows: no page, window or state shuts anybody out, in Chinese and light, in English and dark; a picture of each (M3).
import { readdirSync, readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { expectNoViolations } from './axe.ts'
import { elsewhere } from './gallery-elsewhere.ts'
import { places, type Stage } from './gallery-places.ts'
import { type Api, newCustomer, session, shot } from './session.ts'
import { wordsOf } from './words.ts'

test.use({ actionTimeout: 20_000 })

const source = new URL('../src/', import.meta.url)

/** Every file of the source, without what stands before its folder. */
function files(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.tsx'))
}

const read = (file: string) => readFileSync(new URL(file, source), 'utf8')

/** The route that an address leads to: the one with the most parts that are written out. */
function routeOf(routes: string[], address: string): string | undefined {
  const parts = (path: string) => path.split(/[?#]/)[0]?.split('/') ?? []
  const found = routes.filter((route) => {
    const [want, have] = [parts(route), parts(address)]
    return want.length === have.length && want.every((part, at) => part.startsWith('$') || part === have[at])
  })
  const open = (route: string) => parts(route).filter((part) => part.startsWith('$')).length
  return found.sort((one, other) => open(one) - open(other))[0]
}

test('every page has its place in the gallery', () => {
  const paths = (file: string) => [...read(file).matchAll(/path: '([^']+)'/g)].map(([, path]) => path ?? '')
  const design = paths('app/design-routes.tsx').map((path) => `/design${path === '/' ? '' : path}`)
  const routes = [...new Set([...paths('app/router.tsx'), ...design])]
  expect(routes.length).toBeGreaterThan(5)
  const stage = { customer: 'c', entity: 'e', record: 'r', archived: 'a' } as Stage
  const shown = new Set(places.map(({ at }) => routeOf(routes, at(stage))))
  expect(routes.filter((route) => !shown.has(route))).toEqual([])
})

test('every window has its place in the gallery, or in the spec of its scenario', () => {
  const windows = files()
    .filter((file) => /<(Dialog|Popover)\b|useModal\(/.test(read(file)) && !file.startsWith('components/'))
    .map((file) => file.split('/').slice(-2).join('/').replace('.tsx', ''))
  expect(windows.length).toBeGreaterThan(30)
  const shown = places.flatMap(({ scenes }) => scenes ?? []).flatMap(({ shows }) => shows ?? [])
  const known = [...shown, ...Object.values(elsewhere).flat()]
  expect(windows.filter((one) => !known.includes(one))).toEqual([])
  for (const spec of Object.keys(elsewhere)) {
    expect(readFileSync(new URL(spec, import.meta.url), 'utf8')).toContain('expectNoViolationsInBothThemes(')
  }
})

/** An entity of the gallery's own, to which two others belong, with two records of which one may be deleted for good. */
async function publish(api: Api): Promise<{ entity: string; record: string; archived: string }> {
  const entity = `gallery_${Date.now().toString(36)}`
  const documents = ['', '_page', '_guest'].flatMap((part) => {
    const title = { '': ['画册', 'Album'], _page: ['册页', 'Page'], _guest: ['来宾', 'Guest'] }[part] ?? []
    const named = (zh = '', en = '') => ({ title: { 'zh-CN': zh, en } })
    const above = { 'x-field': 'relation', 'x-entity': entity, ...named('画册', 'Album') }
    const body = {
      name: entity + part,
      type: 'object',
      ...named(...title),
      'x-label': 'name',
      'x-menu': false,
      properties: { name: { 'x-field': 'text', ...named('名称', 'Name') }, ...(part ? { above } : {}) },
      ...(part ? { 'x-parent': 'above', required: ['above'] } : {}),
    }
    const actions = ['read', 'create', 'update', 'archive', 'restore', 'purge', 'history']
    const whole = { scope: 'all', read: 'all', write: 'all' }
    const grant = { name: `${body.name}_admin`, role: 'administrator', entity: body.name, actions, ...whole }
    return [
      { kind: 'entity', name: body.name, body },
      { kind: 'grant', name: grant.name, body: grant },
    ]
  })
  await api.send('POST', 'definitions:apply', { documents })
  const make = async (name: string) => {
    const answer = await api.send('POST', `records/${entity}`, { name })
    return ((await answer.json()) as { id: string }).id
  }
  const archived = await make('夏天')
  await api.send('DELETE', `records/${entity}/${archived}`)
  return { entity, record: await make('春天'), archived }
}

/** The second page of the first guide that there is, so that one steps on either side. */
async function guided(api: Api): Promise<string | undefined> {
  const { data } = await api.get<{ data: { name: string; pages: { name: string }[] }[] }>('guides')
  const [guide] = data
  const page = guide?.pages[1] ?? guide?.pages[0]
  return page && `/guide/${guide?.name}/${page.name}`
}

let made: Omit<Stage, 'page' | 'say'>

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage()
  made = {
    ...(await publish(await session(page, 'admin'))),
    customer: await newCustomer(await session(page, 'manager')),
    guide: await guided(await session(page, 'manager')),
  }
  await page.close()
})

/** Waits for a page that has all it shows. */
async function visit(page: Page, address: string, ready = 'h1'): Promise<void> {
  await page.goto(address)
  await expect(page.locator(ready).first()).toBeVisible()
}

const whos = [...new Set(places.map(({ who }) => who))]

for (const [language, theme] of [
  ['zh-CN', 'light'],
  ['en', 'dark'],
] as const) {
  for (const who of whos) {
    test(`what ${who ?? 'a stranger'} sees, in ${language} and ${theme}`, async ({ page }) => {
      test.setTimeout(240_000)
      await page.emulateMedia({ colorScheme: theme })
      await page.addInitScript((chosen) => localStorage.setItem('mortise.language', chosen), language)
      if (who) await session(page, who, language)
      const stage: Stage = { page, say: wordsOf(language), ...made }
      for (const place of places.filter((one) => one.who === who)) {
        const name = `gallery-${who ?? 'stranger'}-${place.name}`
        const look = (what: string, within?: string) =>
          test.step(what, async () => {
            // What is not a matter of colours is the same in both.
            await expectNoViolations(page, theme === 'dark' ? ['color-contrast'] : undefined, within)
            await shot(page, `${what}-${language}-${theme}`)
          })
        await visit(page, place.at(stage), place.ready)
        await look(name)
        for (const scene of place.scenes ?? []) {
          await scene.open(stage)
          if (scene.still) {
            await expect(page.locator(scene.still).first()).toBeVisible()
            await shot(page, `${name}-${scene.name}-${language}-${theme}`)
          } else if (scene.whole) {
            await look(`${name}-${scene.name}`)
          } else {
            await expect(page.locator('.m-popover, dialog[open]').last()).toBeVisible()
            await look(`${name}-${scene.name}`, '.m-popover, dialog[open]')
            await page.keyboard.press('Escape')
            await expect(page.locator('.m-popover, dialog[open]')).toHaveCount(0)
          }
          await scene.close?.(stage)
        }
      }
    })
  }
}
