import { announce } from '../core/announce.tsx'
import { keyOf, withMembers } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { type Named, useDocs, useWords, useWorkbench } from '../core/useBench.ts'
import type { RoleRow } from '../core/useRoles.ts'
import { copyRole, withoutRole } from './roles.ts'

/** What is done to roles, each as a step with a name. */
export function useRoleEdits() {
  const bench = useWorkbench()
  const { t } = useWords()
  const grants = useDocs('grant')
  return {
    /** Changes one role; run joins changes that follow each other, such as typing. */
    change: (role: Named, title: string, members: { [member: string]: unknown }, run?: string) =>
      bench.do({
        label: t('design.roles.did.change', { title }),
        changes: { [role.key]: withMembers(bench.get(role.key) ?? role.doc, members) },
        run: run && `${run}:${role.key}`,
      }),
    /** Makes a role that may do the same, and gives its name. */
    copy: (role: RoleRow): string => {
      const title = t('design.roles.copied', { title: role.title })
      const name = guessName(
        `${role.name} copy`,
        (one) => bench.get(keyOf('role', one)) !== undefined,
        `${role.name}_copy`,
      )
      bench.do({
        label: t('design.roles.did.copy', { title: role.title }),
        changes: copyRole(role, grants, name, title),
      })
      announce(t('design.roles.added', { title }))
      return name
    },
    /** Whether a role can be taken out: those that the product needs cannot. */
    removable: (role: Named) => role.doc.owner !== true && role.name !== 'everyone',
    remove: (role: RoleRow) => {
      bench.do({
        label: t('design.roles.did.remove', { title: role.title }),
        changes: withoutRole(bench.now().documents, role.name),
      })
      announce(t('design.roles.removed', { title: role.title }))
    },
  }
}
