import type { ShareLevel, ShareTo } from '@mortise/sdk'

/** How far a record can be shared, the least first. */
export const levels: readonly ShareLevel[] = ['read', 'write', 'full']

/** Whom a share goes to, as the server wants it. */
export function shareTo(kind: string, id: string): ShareTo {
  return { [kind]: id }
}
