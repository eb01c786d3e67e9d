/** Reads a preference kept in this browser; null when there is none or storage is closed to us. */
export function loadPreference(name: string): string | null {
  try {
    return localStorage.getItem(`mortise.${name}`)
  } catch {
    return null
  }
}

/** Keeps a preference in this browser. */
export function savePreference(name: string, value: string): void {
  try {
    localStorage.setItem(`mortise.${name}`, value)
  } catch {
    // Private windows may refuse storage: the preference then lasts for this page.
  }
}
