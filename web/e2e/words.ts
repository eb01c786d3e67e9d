import { existsSync, readdirSync, readFileSync } from 'node:fs'

type Tree = { [key: string]: string | Tree }

const sources = new URL('../src/', import.meta.url)

const read = (file: string) => JSON.parse(readFileSync(new URL(file, sources), 'utf8')) as Tree

/** The texts of everybody, and those of the designers by their parts. */
function textsOf(language: string): Tree {
  const design: Tree = {}
  for (const part of readdirSync(new URL('designers/', sources))) {
    const file = `designers/${part}/locales/${language}.json`
    if (existsSync(new URL(file, sources))) design[part] = read(file)
  }
  return { ...read(`lib/i18n/locales/${language}.json`), design }
}

/** What the page says in a language, by the key of the text. */
export function wordsOf(language: string): (key: string) => string {
  const texts = textsOf(language)
  return (key) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), texts)
    if (typeof found !== 'string') throw new Error(`no text ${key} in ${language}`)
    return found
  }
}
