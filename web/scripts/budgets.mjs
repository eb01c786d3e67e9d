// Prints what the budgets are about, measured in a browser against the server
// that MORTISE_URL names: nothing fails here. Sizes come from the last build. With
// --make a list of 10,000 records and a form of 200 fields are made there first.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { fields, form, make } from './measured.mjs'
import { chromiumPath, server, signIn, subject } from './rig.mjs'

/** So far goes a scroll of 10,000 rows at 120 pixels a frame. */
const frames = 3000

const say = (what, value, budget) =>
  console.log(`${what.padEnd(34)} ${value.padStart(10)}   budget ${budget}`)
const at = (list, share) => [...list].sort((one, other) => one - other)[Math.floor(list.length * share)] ?? 0

spawnSync(process.execPath, [fileURLToPath(new URL('size.mjs', import.meta.url))], { stdio: 'inherit' })

const { cookie, get, send } = await signIn()
if (process.argv.includes('--make')) await make({ get, send })
const { entity, count } = await subject(get)
const { data: forms } = await get(`records/${form}?limit=1&fields=id`).catch(() => ({}))
const { entity: formEntity, id } = forms?.[0] ? { entity: form, id: forms[0].id } : await subject(get)
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })

/** A new browser with nothing kept. */
async function fresh() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: server })
  const [name, ...value] = cookie.split('=')
  await context.addCookies([{ name, value: value.join('='), url: server }])
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return page
}

async function coldList() {
  const times = []
  let shift = 0
  for (let round = 0; round < 3; round++) {
    const page = await fresh()
    const begun = performance.now()
    await page.goto(`/e/${entity}`)
    await page.locator('[data-cell="0:0"]').waitFor()
    times.push(performance.now() - begun)
    await page.waitForTimeout(800)
    shift = Math.max(shift, await page.evaluate(() => window.shift))
    await page.context().close()
  }
  say('cold load of the list', `${Math.round(at(times, 0.5))} ms`, '1200 ms')
  say('layout shift of the list', shift.toFixed(3), '0')
}

/** Frames of a list that is scrolled to its end, page after page, as far as it goes in some seconds. */
async function scroll() {
  const page = await fresh()
  await page.goto(`/e/${entity}`)
  await page.locator('[data-cell="0:0"]').waitFor()
  await page.waitForTimeout(3000)
  const { gaps, reached } = await page.evaluate(async (steps) => {
    let box = document.querySelector('[role=grid]')
    while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement
    const gaps = []
    let last = await new Promise(requestAnimationFrame)
    for (let step = 0; step < steps && box; step++) {
      box.scrollTop += 120
      const now = await new Promise(requestAnimationFrame)
      gaps.push(now - last)
      last = now
    }
    const drawn = [...document.querySelectorAll('[data-cell]')].map((cell) =>
      Number.parseInt(cell.dataset.cell, 10),
    )
    return { gaps, reached: Math.max(...drawn) + 1 }
  }, frames)
  const share = (part) => `${at(gaps, part).toFixed(1)} ms`
  say(`frame p50, to row ${reached} of ${count}`, share(0.5), '17.5 ms')
  say(`frame p95, to row ${reached} of ${count}`, share(0.95), 'none')
  await page.context().close()
}

/** From a key press to the frame that shows it. */
async function keys() {
  const page = await fresh()
  await page.goto(`/e/${formEntity}/${id}`)
  await page.locator('.r-cell__edit').first().waitFor()
  await page.waitForTimeout(1000)
  const count = await page.locator('[data-field]').count()
  const cells = page.locator('.r-cell__edit')
  const input = page.locator('[data-field] input[type=text]:focus, [data-field] textarea:focus')
  for (let index = 0; index < Math.min(10, await cells.count()) && (await input.count()) === 0; index++) {
    await cells.nth(index).click()
    await page.waitForTimeout(300)
  }
  if ((await input.count()) === 0) return say('key press in a form', 'no text', '30 ms')
  await page.evaluate(() => {
    window.presses = []
    const told = () => {
      const begun = performance.now()
      requestAnimationFrame(() => setTimeout(() => window.presses.push(performance.now() - begun), 0))
    }
    addEventListener('keydown', told, { capture: true })
  })
  await page.keyboard.type('the quick brown fox jumps over the lazy dog', { delay: 60 })
  await page.waitForTimeout(200)
  const presses = await page.evaluate(() => window.presses)
  say(
    `key p95 in a form of ${count} fields`,
    `${at(presses, 0.95).toFixed(1)} ms`,
    `30 ms of ${fields} fields`,
  )
  await page.context().close()
}

try {
  await coldList()
  await scroll()
  await keys()
} finally {
  await browser.close()
}
