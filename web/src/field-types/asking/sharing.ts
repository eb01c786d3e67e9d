import type { Entity, ShareLevel, ShareTo } from '@mortise/sdk'
import type { Dayjs } from 'dayjs'
import { currentZone, instantAt } from '@/lib/zone.ts'

/** How far a record can be shared, the least first. */
export const levels: readonly ShareLevel[] = ['read', 'write', 'full']

/** Who a record can be shared with. */
const kinds = ['user', 'team', 'department', 'role'] as const
export type ShareKind = (typeof kinds)[number]

/** Those of them that the caller can choose from. */
export function shareKinds(known: readonly Entity[]): ShareKind[] {
  return kinds.filter((kind) => known.some((one) => one.name === kind && one.actions.includes('read')))
}

/** Whom a share goes to, as the server wants it. */
export function shareTo(kind: string, id: string): ShareTo {
  return { [kind]: id }
}

/** Until when a share lasts that ends with a day. */
export function lastMoment(day: Dayjs | null): string | null {
  return day ? instantAt(day.format('YYYY-MM-DD'), '23:59:59', currentZone()) : null
}
