import { useSyncExternalStore } from 'react'
import { watchMedia } from './media.ts'
import { loadPreference, savePreference } from './storage.ts'

/** What the user asked for. */
export type ThemeChoice = 'light' | 'dark' | 'system'
/** What is drawn. */
export type Theme = 'light' | 'dark'

/** The browser's own bars, beside the sidebar's colour of theme.css. */
const barColors: { [T in Theme]: string } = { light: '#fafafa', dark: '#131316' }
const listeners = new Set<() => void>()
const systemDark = watchMedia('(prefers-color-scheme: dark)')
let choice: ThemeChoice = parseChoice(loadPreference('theme'))

function parseChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system'
}

function resolve(): Theme {
  if (choice !== 'system') return choice
  return systemDark.matches() ? 'dark' : 'light'
}

function apply(): void {
  document.documentElement.dataset.theme = resolve()
  const bar = document.querySelector<HTMLMetaElement>('meta[name=theme-color]')
  if (bar) bar.content = barColors[resolve()]
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Draws the stored theme, and follows the system from then on. */
export function startTheme(): void {
  systemDark.subscribe(apply)
  apply()
}

/** Changes and keeps the theme. */
export function setThemeChoice(next: ThemeChoice): void {
  choice = next
  savePreference('theme', next)
  apply()
}

/** The theme drawn now. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, resolve)
}

/** What the user asked for. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice)
}
