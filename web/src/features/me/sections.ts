/** The parts of the account's pages. */
export const sectionNames = [
  'profile',
  'appearance',
  'security',
  'tokens',
  'notifications',
  'saved',
  'jobs',
] as const
export type SectionName = (typeof sectionNames)[number]

/** The part that an address names; the first one when it names none. */
export function sectionOf(text: string): SectionName {
  return sectionNames.find((name) => name === text) ?? 'profile'
}
