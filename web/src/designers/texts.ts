import { addTexts } from '@/lib/i18n/index.ts'

const files = import.meta.glob<{ default: Record<string, unknown> }>('./*/locales/*.json')

/** Loads the texts of parts of the designers; they stand at "design." and the name of the part. */
export async function loadDesignTexts(...parts: string[]): Promise<void> {
  await Promise.all(
    parts.map((part) => {
      const file = (language: string) => {
        const load = files[`./${part}/locales/${language}.json`]
        if (!load) throw new Error(`no texts of ${part} in ${language}`)
        return load
      }
      return addTexts(`design.${part}`, { en: file('en'), 'zh-CN': file('zh-CN') })
    }),
  )
}
