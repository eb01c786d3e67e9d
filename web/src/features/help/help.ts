import { modKey } from '@/components/useShortcut.ts'
import type { Language } from '@/lib/i18n/index.ts'
import type en from './locales/en.json'

/** The pages that have help of their own. */
export type PageName = 'home' | 'search' | 'notifications' | 'me' | 'list' | 'record' | 'create'

/** The texts of one language. */
export type HelpTexts = Omit<typeof en, 'shortcuts'> & { shortcuts: { [combination: string]: string } }

const files: { [L in Language]: () => Promise<{ default: HelpTexts }> } = {
  'zh-CN': () => import('./locales/zh-CN.json'),
  en: () => import('./locales/en.json'),
}

/** Fetches the texts of a language. */
export async function loadTexts(language: Language): Promise<HelpTexts> {
  return (await files[language]()).default
}

/** The page that an address leads to. */
export function pageOf(path: string): PageName {
  const [area, , id] = path.split('/').filter(Boolean)
  if (area === 'e') return id === 'new' ? 'create' : id && id !== 'import' ? 'record' : 'list'
  if (area === 'search' || area === 'notifications' || area === 'me') return area
  return 'home'
}

const everywhere = ['mod+k', '?', 'g h', 'g n', 'g s', 'f8', 'escape']
/** Keys that a page handles where the focus is. */
const within: { [P in PageName]?: string[] } = {
  list: ['arrows', 'shift+arrows', 'enter', 'f2', 'space'],
  record: ['tab', 'enter'],
  create: ['tab'],
  search: ['tab'],
}
/** Keys in the rows of a record. */
const ofRows = ['arrows', 'enter', 'tab', 'alt+vertical', 'mod+d', 'mod+delete'].map((key) => `rows:${key}`)

/** The keys of a page: those that are listened to now, those of its parts, and those of every page. */
export function shortcutsOf(page: PageName, active: readonly string[], rows = false): string[] {
  const named = ['mod+s', 'c', 'f', '/', 'j', 'k', 'e', 'x', 'mod+enter', '[', ']']
  const inRows = rows && (page === 'record' || page === 'create') ? ofRows : []
  return [...named.filter((one) => active.includes(one)), ...(within[page] ?? []), ...inRows, ...everywhere]
}

const signs: { [key: string]: string } = {
  mod: modKey.trim(),
  enter: '↵',
  arrows: '↑↓←→',
  space: 'Space',
  tab: 'Tab',
  escape: 'Esc',
  alt: 'Alt',
  shift: 'Shift',
  vertical: '↑↓',
  delete: 'Del',
}

/** What stands on the keys of a combination. */
export function keyWords(combination: string): string[] {
  return combination
    .replace('rows:', '')
    .split(/[+ ]/)
    .map((key) => signs[key] ?? key.toUpperCase())
}
