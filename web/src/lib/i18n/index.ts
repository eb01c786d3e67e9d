import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import i18next from 'i18next'
import { createContext, useContext } from 'react'
import { initReactI18next } from 'react-i18next'
import { loadPreference, savePreference } from '../storage.ts'

/** The languages the client speaks. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** The nearest language we speak to a BCP 47 tag. */
export function nearestLanguage(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

const files: { [L in Language]: () => Promise<{ default: Record<string, unknown> }> } = {
  'zh-CN': () => import('./locales/zh-CN.json'),
  en: () => import('./locales/en.json'),
}

type Texts = { [L in Language]: () => Promise<{ default: Record<string, unknown> }> }

/** Texts of parts of the product that not everybody opens, by the place where they stand in the texts. */
const parts = new Map<string, Texts>()
const loaded = new Set<string>()

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await files[language]()).default)
  }
  await Promise.all([...parts].map(([place, texts]) => loadPart(language, place, texts)))
}

async function loadPart(language: Language, place: string, texts: Texts): Promise<void> {
  if (loaded.has(`${language} ${place}`)) return
  let tree: Record<string, unknown> = (await texts[language]()).default
  for (const name of place.split('.').reverse()) tree = { [name]: tree }
  i18next.addResourceBundle(language, 'translation', tree, true, true)
  loaded.add(`${language} ${place}`)
}

/** Adds the texts of a part, such as "design.entity", in the language spoken now and in those spoken later. */
export async function addTexts(place: string, texts: Texts): Promise<void> {
  parts.set(place, texts)
  await loadPart(currentLanguage(), place, texts)
}

function follow(language: Language): void {
  document.documentElement.lang = language
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
}

/** The language last used here, else the browser's. */
function firstLanguage(): Language {
  return nearestLanguage(loadPreference('language') ?? navigator.language)
}

/** Starts with the language last used here, else the browser's. */
export async function startI18n(): Promise<void> {
  const language = firstLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escapeValue: false },
  })
  await load(language)
  await i18next.changeLanguage(language)
  follow(language)
}

/** Switches the whole page to a language and remembers it here. */
export async function changeLanguage(language: Language): Promise<void> {
  savePreference('language', language)
  if (i18next.language === language) return
  await load(language)
  follow(language)
  await i18next.changeLanguage(language)
}

/** The language spoken now, outside of components. */
export function currentLanguage(): Language {
  return i18next.language ? nearestLanguage(i18next.language) : firstLanguage()
}

/** Carries the language to cells without a subscription each. */
export const LanguageContext = createContext<Language>('en')

/** The language spoken now. */
export function useLanguage(): Language {
  return useContext(LanguageContext)
}
