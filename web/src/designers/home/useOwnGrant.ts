import { useMe } from '@/lib/api/get-me.ts'
import { keyOf, listAt } from '../core/document.ts'
import { type GrantChanges, setRow } from '../core/matrix.ts'
import { useWorkbench } from '../core/useBench.ts'

/** What lets the role of a designer see an entity that he draws: without a grant it would be there for nobody. */
export function useOwnGrant(): (entity: string) => GrantChanges {
  const bench = useWorkbench()
  const me = useMe().data
  return (entity) => {
    const designs = (role: string) => listAt(bench.get(keyOf('role', role)), 'permissions').includes('design')
    const role = me?.roles.find(designs)
    return role ? setRow([], entity, role, 'everything', false) : {}
  }
}
