import { type Doc, textAt } from '../core/document.ts'
import { withField } from '../core/entity.ts'
import { addField, type Presets } from '../core/newEntity.ts'

/** An entity with a field that leads to records of another, and the name of that field. */
export function relate(
  entity: Doc,
  target: string,
  title: string,
  many: boolean,
): { entity: Doc; name: string } {
  const presets: Presets = { options: [], currency: '', region: '', target: () => target }
  const added = addField(entity, title, presets, { type: typeFor(target, many) })
  const own = target === 'user' || target === 'department'
  return own && !(many && target === 'department')
    ? added
    : { ...added, entity: withField(added.entity, added.name, { 'x-entity': target }) }
}

/** Users and departments have types of their own, as forms know them better so. */
function typeFor(target: string, many: boolean): string {
  if (target === 'user') return many ? 'users' : 'user'
  if (target === 'department' && !many) return 'department'
  return many ? 'relations' : 'relation'
}

/** Whether records of an entity may be related by a field that one makes: those of the product stay as they are. */
export function mayRelate(entity: Doc | undefined): boolean {
  return entity !== undefined && textAt(entity, 'x-package') !== 'core'
}
