import type { Me, WireRecord } from '@mortise/sdk'
import { relatedId } from '@/lib/definition.ts'

/** What the caller may answer to a request: who asked takes it back, who holds the role decides. */
export function decisionsOf(
  request: WireRecord,
  me: Pick<Me, 'user' | 'roles'> | undefined,
): { decide: boolean; withdraw: boolean } {
  if (!me || request.state !== 'pending') return { decide: false, withdraw: false }
  const own = relatedId(request.requester) === me.user.id
  return { decide: !own && me.roles.includes(String(request.role)), withdraw: own }
}
