let chosen = false

/** Remembers that the user picked a language on this visit, before signing in. */
export function rememberLanguageChoice(): void {
  chosen = true
}

/** Whether the user picked a language on this visit. */
export function languageWasChosen(): boolean {
  return chosen
}
