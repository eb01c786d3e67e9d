// A plugin of Vite: writes sw.js beside index.html, with the build's own version.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/app/service-worker.js', import.meta.url))

export function serviceWorker() {
  return {
    name: 'mortise-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).sort().join('\n')
      const version = createHash('sha256').update(names).digest('hex').slice(0, 12)
      const text = readFileSync(source, 'utf8').replace('__VERSION__', version)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: text })
    },
  }
}
