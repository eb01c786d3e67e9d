import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import ownEnglish from './locales/en.json'
import ownChinese from './locales/zh-CN.json'

const designers = join(import.meta.dirname, '../../designers')

/** All texts of a language: those of everybody, and those of the designers. */
function textsOf(language: string, everybody: object): object {
  const design: { [part: string]: object } = {}
  for (const part of readdirSync(designers))
    try {
      design[part] = JSON.parse(readFileSync(join(designers, part, 'locales', `${language}.json`), 'utf8'))
    } catch {
      // A part that has no texts of its own.
    }
  return { ...everybody, design }
}

const en = textsOf('en', ownEnglish)
const zh = textsOf('zh-CN', ownChinese)

function keys(tree: object, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' ? keys(value, `${path}${name}.`) : [`${path}${name}`],
  )
}

const singular = (list: string[]) => [...new Set(list.map((key) => key.replace(/_(one|other)$/, '')))].sort()

describe('the locale files', () => {
  it('say the same things in both languages', () => {
    expect(singular(keys(en))).toEqual(singular(keys(zh)))
  })

  it('hold every sentence that the sources ask for', () => {
    const known = new Set(singular(keys(zh)))
    const source = join(import.meta.dirname, '../..')
    const files = readdirSync(source, { recursive: true, withFileTypes: true })
    const asked = files
      .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !file.name.includes('.test.'))
      .flatMap((file) => [
        ...readFileSync(join(file.parentPath, file.name), 'utf8').matchAll(/\bt\('([\w.]+)'/g),
      ])
      .map((match) => match[1] ?? '')
    expect(asked.length).toBeGreaterThan(80)
    expect(asked.filter((key) => !known.has(key))).toEqual([])
  })
})
