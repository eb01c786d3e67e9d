// Prints what the budgets are about, measured in a browser against the server
// that MORTISE_URL names: nothing fails here. Sizes come from the last build.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { chromiumPath, server, signIn, subject } from './rig.mjs'

const say = (what, value, budget) =>
  console.log(`${what.padEnd(34)} ${value.padStart(10)}   budget ${budget}`)
const at = (list, share) => [...list].sort((one, other) => one - other)[Math.floor(list.length * share)] ?? 0

spawnSync(process.execPath, [fileURLToPath(new URL('size.mjs', import.meta.url))], { stdio: 'inherit' })

const { cookie, get } = await signIn()
const { entity, id, count } = await subject(get)
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

async function scroll() {
  const page = await fresh()
  await page.goto(`/e/${entity}`)
  await page.locator('[data-cell="0:0"]').waitFor()
  await page.waitForTimeout(500)
  const frames = await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')
    let box = grid
    while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement
    if (!box) return []
    const gaps = []
    let last = await new Promise(requestAnimationFrame)
    for (let step = 0; step < 180; step++) {
      box.scrollTop += 120
      const now = await new Promise(requestAnimationFrame)
      gaps.push(now - last)
      last = now
    }
    return gaps
  })
  say(`frame p50, scrolling ${count} rows`, `${at(frames, 0.5).toFixed(1)} ms`, '17.5 ms of 10,000 rows')
  await page.context().close()
}

async function keys() {
  const page = await fresh()
  await page.goto(`/e/${entity}/${id}`)
  await page.locator('.r-cell__edit').first().waitFor()
  const fields = await page.locator('[data-field]').count()
  const cells = page.locator('.r-cell__edit')
  let input
  for (let index = 0; index < (await cells.count()) && !input; index++) {
    await cells.nth(index).click()
    const found = page.locator('[data-field] input[type=text]:focus, [data-field] textarea:focus')
    if ((await found.count()) > 0) input = found
  }
  if (!input) return say('key press in a form', 'no text', '30 ms')
  const times = []
  for (const letter of 'the quick brown fox jumps over the lazy dog') {
    const pressed = page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener(
            'keydown',
            () => {
              const begun = performance.now()
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun), 0))
            },
            { once: true, capture: true },
          )
        }),
    )
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    times.push(await pressed)
  }
  say(`key p95 in a form of ${fields} fields`, `${at(times, 0.95).toFixed(1)} ms`, '30 ms of 200 fields')
  await page.context().close()
}

try {
  await coldList()
  await scroll()
  await keys()
} finally {
  await browser.close()
}
