// Checks that imports flow app → designers → features → field-types → components, lib, and
// that features never import each other, nor designers, which share a core; antd's inputs come from lib/ant, which
// gives them our colours and language. Prints every breach; fails when there is one.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const source = resolve(import.meta.dirname, '../src')

/** Which rooms of src a room may import from, itself aside. */
const allowed = {
  app: ['designers', 'features', 'field-types', 'components', 'lib'],
  designers: ['features', 'field-types', 'components', 'lib'],
  features: ['field-types', 'components', 'lib'],
  'field-types': ['components', 'lib'],
  components: [],
  lib: [],
  testing: ['app', 'designers', 'features', 'field-types', 'components', 'lib'],
}

/** The room and, in features, the feature of a path below src. */
function placeOf(path) {
  const [room, feature] = path.split('/')
  return { room, feature: room === 'features' || room === 'designers' ? feature : undefined }
}

/** Says what is wrong with one import; null when nothing is. Paths are relative to src. */
export function breach(from, to) {
  const [here, there] = [placeOf(from), placeOf(to)]
  if (here.room === there.room) {
    const shared = here.room === 'designers' && there.feature === 'core'
    return here.feature !== there.feature && !shared ? `${here.room} do not import each other` : null
  }
  if (/\.test\.tsx?$/.test(from))
    return there.room === 'testing' ? null : breach(from.replace('.test', ''), to)
  return allowed[here.room]?.includes(there.room) ? null : `${here.room} does not import ${there.room}`
}

/** The modules that a file imports, as they are written. */
export function importsOf(text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1])
}

function files(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function check() {
  const breaches = []
  for (const file of files(source)) {
    const from = relative(source, file)
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      if (/^antd(\/|$)/.test(specifier) && !from.startsWith('lib/ant/')) {
        breaches.push(`src/${from}: imports ${specifier}: antd's inputs come from lib/ant`)
        continue
      }
      const local = specifier.startsWith('@/')
        ? specifier.slice(2)
        : specifier.startsWith('.') && relative(source, resolve(dirname(file), specifier))
      if (!local || local.startsWith('..')) continue
      const wrong = breach(from, local)
      if (wrong) breaches.push(`src/${from}: imports ${local}: ${wrong}`)
    }
  }
  for (const line of breaches.sort()) console.error(line)
  process.exitCode = breaches.length > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) check()
