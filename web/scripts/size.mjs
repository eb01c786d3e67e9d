// Prints what each route loads before it can be used (JavaScript, gzip) and
// fails when a route is above its budget. Reads the manifest of the last build.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const built = fileURLToPath(new URL('../dist/app/', import.meta.url))
const manifest = JSON.parse(readFileSync(`${built}.vite/manifest.json`, 'utf8'))
const entry = 'index.html'
const locale = 'src/lib/i18n/locales/zh-CN.json'

// A designer stands in a frame, and one of an entity in a second one.
const frame = ['src/designers/frame/DesignFrame.tsx', 'src/app/routes/DesignEntityRoute.tsx']

const budgets = [
  { route: 'sign-in', chunk: 'src/app/routes/SignInRoute.tsx', kilobytes: 250 },
  { route: 'home', chunk: 'src/app/routes/HomeRoute.tsx', kilobytes: 250 },
  { route: 'list', chunk: 'src/app/routes/ListRoute.tsx', kilobytes: 250 },
  { route: 'record', chunk: 'src/app/routes/RecordRoute.tsx', kilobytes: 300 },
  { route: 'search', chunk: 'src/app/routes/SearchRoute.tsx', kilobytes: 300 },
  { route: 'account', chunk: 'src/app/routes/MeRoute.tsx', kilobytes: 300 },
  { route: 'guide', chunk: 'src/app/routes/GuideRoute.tsx', kilobytes: 250 },
  { route: 'create', chunk: 'src/app/routes/CreateRoute.tsx', kilobytes: 300 },
  { route: 'fields', chunk: 'src/designers/entity/FieldsPage.tsx', within: frame, kilobytes: 300 },
  { route: 'forms', chunk: 'src/designers/form/FormsPage.tsx', within: frame, kilobytes: 300 },
  { route: 'views', chunk: 'src/designers/view/ViewsPage.tsx', within: frame, kilobytes: 300 },
  { route: 'menus', chunk: 'src/designers/menu/MenusPage.tsx', within: frame, kilobytes: 300 },
  { route: 'diagram', chunk: 'src/designers/diagram/DiagramPage.tsx', within: frame, kilobytes: 300 },
  { route: 'access', chunk: 'src/designers/access/AccessPage.tsx', within: frame, kilobytes: 300 },
]

function closure(start, seen = new Set()) {
  if (seen.has(start)) return seen
  seen.add(start)
  for (const next of manifest[start]?.imports ?? []) closure(next, seen)
  return seen
}

function gzipOf(chunk) {
  const file = manifest[chunk]?.file
  if (!file) throw new Error(`the manifest has no ${chunk}: build first`)
  return file.endsWith('.js') ? gzipSync(readFileSync(built + file), { level: 9 }).length : 0
}

let failed = false
for (const { route, chunk, within = [], kilobytes } of budgets) {
  const chunks = new Set([entry, locale, ...within, chunk].flatMap((start) => [...closure(start)]))
  const size = [...chunks].reduce((sum, one) => sum + gzipOf(one), 0) / 1000
  const over = size > kilobytes
  failed ||= over
  console.log(
    `${route.padEnd(8)} ${size.toFixed(1).padStart(7)} KB of ${kilobytes} KB${over ? '  TOO LARGE' : ''}`,
  )
}
process.exitCode = failed ? 1 : 0
