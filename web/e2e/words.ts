import { readFileSync } from 'node:fs'

type Tree = { [key: string]: string | Tree }

/** What the page says in a language, by the key of the text. */
export function wordsOf(language: string): (key: string) => string {
  const file = new URL(`../src/lib/i18n/locales/${language}.json`, import.meta.url)
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Tree
  return (key) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), texts)
    if (typeof found !== 'string') throw new Error(`no text ${key} in ${language}`)
    return found
  }
}
