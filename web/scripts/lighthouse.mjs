// Prints Lighthouse's marks of the list, of a record and of the home page, signed in, and fails
// below 95 for performance, 100 for accessibility and 95 for best practices.
// MORTISE_URL names the server.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { desktopConfig } from 'lighthouse'
import { chromiumPath, server, signIn, subject } from './rig.mjs'

const wanted = { performance: 95, accessibility: 100, 'best-practices': 95 }

/** Starts Chromium with a port for Lighthouse; gives the port and how to end it. */
async function browser() {
  const folder = mkdtempSync(join(tmpdir(), 'mortise-lighthouse-'))
  const flags = ['--headless=new', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${folder}`]
  const child = spawn(chromiumPath(), [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const port = await new Promise((resolve, reject) => {
    let told = ''
    child.stderr.on('data', (part) => {
      told += part
      const match = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(told)
      if (match) resolve(Number(match[1]))
    })
    child.on('exit', () => reject(new Error(`Chromium ended: ${told.slice(-300)}`)))
  })
  const end = () =>
    new Promise((resolve) => {
      child.removeAllListeners('exit')
      child.on('exit', () => {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
        resolve()
      })
      child.kill()
    })
  return { port, end }
}

const { cookie, get } = await signIn()
const { entity, id } = await subject(get)
const pages = { list: `/e/${entity}`, record: `/e/${entity}/${id}`, home: '/' }
const { port, end } = await browser()
let failed = false
try {
  for (const [name, path] of Object.entries(pages)) {
    const options = {
      port,
      onlyCategories: Object.keys(wanted),
      extraHeaders: { Cookie: cookie },
      disableStorageReset: true,
      logLevel: 'error',
    }
    const { lhr } = await lighthouse(server + path, options, desktopConfig)
    for (const [category, least] of Object.entries(wanted)) {
      const mark = Math.round((lhr.categories[category]?.score ?? 0) * 100)
      const low = mark < least
      failed ||= low
      console.log(
        `${name.padEnd(7)} ${category.padEnd(14)} ${String(mark).padStart(3)} of ${least}${low ? '  TOO LOW' : ''}`,
      )
      if (low) {
        for (const { id: audit, weight } of lhr.categories[category].auditRefs) {
          const one = lhr.audits[audit]
          if (weight === 0 || one.score === null || one.score >= 0.9) continue
          console.log(`          ${audit}: ${one.displayValue ?? one.title}`)
          for (const { node } of one.details?.items ?? [])
            if (node) console.log(`            ${node.snippet}`)
        }
      }
    }
  }
} finally {
  await end()
}
process.exitCode = failed ? 1 : 0
