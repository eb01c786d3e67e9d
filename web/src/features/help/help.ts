import { modKey } from '@/components/useShortcut.ts'
import type { Language } from '@/lib/i18n/index.ts'
import type en from './locales/en.json'

/** The designers that have help of their own, by the last part of their address. */
const designers = [
  'fields',
  'forms',
  'views',
  'access',
  'rules',
  'json',
  'documents',
  'roles',
  'people',
  'packages',
  'history',
  'menus',
  'choices',
  'diagram',
] as const

type Designer = 'design' | `design-${(typeof designers)[number]}`

/** The pages that have help of their own. */
export type PageName = 'home' | 'search' | 'notifications' | 'me' | 'list' | 'record' | 'create' | Designer

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
  const [area, second, id, part] = path.split('/').filter(Boolean)
  if (area === 'design') return designerOf(second === 'e' ? part : second)
  if (area === 'e') return id === 'new' ? 'create' : id && id !== 'import' ? 'record' : 'list'
  if (area === 'search' || area === 'notifications' || area === 'me') return area
  return 'home'
}

function designerOf(name: string | undefined): Designer {
  const found = designers.find((one) => one === name)
  return found ? `design-${found}` : 'design'
}

const everywhere = ['mod+k', '?', 'g h', 'g n', 'g s', 'f8', 'escape']
/** Keys that a page handles where the focus is. */
const within: { [P in PageName]?: string[] } = {
  record: ['tab', 'enter'],
  create: ['tab'],
  search: ['tab'],
  'design-fields': ['fields:enter', 'fields:alt+vertical', 'fields:vertical', 'fields:delete'],
  'design-forms': ['forms:arrows', 'forms:alt+arrows', 'forms:enter', 'forms:delete'],
  'design-views': ['views:horizontal', 'views:alt+horizontal', 'views:alt+vertical', 'views:delete'],
  'design-access': ['access:arrows', 'access:enter', 'access:mod+c', 'access:mod+v', 'access:delete'],
  'design-choices': ['choices:alt+vertical'],
  'design-menus': ['menus:vertical', 'menus:alt+arrows', 'menus:delete'],
  'design-json': ['json:mod+enter'],
  'design-documents': ['json:mod+enter'],
}
/** Keys of all designers. */
const ofDesigners = ['design:mod+z', 'design:mod+shift+z']
/** Keys in the cells of a list. */
const ofCells = ['arrows', 'shift+arrows', 'enter', 'f2', 'space']
/** Keys in the rows of a record. */
const ofRows = ['arrows', 'enter', 'tab', 'alt+vertical', 'mod+d', 'mod+delete'].map((key) => `rows:${key}`)

/** The keys of a page: those that are listened to now, those of its parts, and those of every page. */
export function shortcutsOf(
  page: PageName,
  active: readonly string[],
  { rows = false, cells = false } = {},
): string[] {
  const named = ['mod+s', 'c', 'f', '/', 'j', 'k', 'e', 'x', 'mod+enter', '[', ']', 'f9']
  const inRows = rows && (page === 'record' || page === 'create') ? ofRows : []
  return [
    ...named.filter((one) => active.includes(one)),
    ...(within[page] ?? []),
    ...(page === 'list' && cells ? ofCells : []),
    ...inRows,
    ...(page.startsWith('design') ? ofDesigners : []),
    ...everywhere,
  ]
}

const signs: { [key: string]: string } = {
  mod: modKey.trim(),
  enter: '↵',
  arrows: '↑↓←→',
  horizontal: '←→',
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
    .replace(/^[a-z]+:/, '')
    .split(/[+ ]/)
    .map((key) => signs[key] ?? key.toUpperCase())
}
