/** Draws the form with the renderer of records, to be tried; nothing is saved. */
export function TryIt() {
  return null
}
