import { type Key, kindOf, nameOf } from './document.ts'

/** An address in the designers. */
export interface DesignPlace {
  to: string
  params?: { [name: string]: string }
  search?: { at?: string; item?: string; entity?: string }
}

/** The documents of an entity whose name begins with it: "customer.default" is of customer. */
function entityOf(name: string): string {
  return name.split('.')[0] ?? name
}

/** Where a place of a document is designed; entity is the one that it is about, when it says so. */
export function placeOf(key: Key, pointer: string, entity?: string): DesignPlace {
  const [kind, name] = [kindOf(key), nameOf(key)]
  const at = pointer || undefined
  const part = (which: string, of: string, search: DesignPlace['search']): DesignPlace => ({
    to: '/design/e/$entity/$part',
    params: { entity: of, part: which },
    search,
  })
  switch (kind) {
    case 'entity':
      return part(/^\/x-(valid|unique|duplic)/.test(pointer) ? 'rules' : 'fields', name, { at })
    case 'form':
      return part('forms', entity ?? entityOf(name), { item: name, at })
    case 'role':
      return { to: '/design/roles/$name', params: { name }, search: { at } }
    case 'menu':
      return { to: '/design/menus', search: { item: name, at } }
    case 'choices':
      return { to: '/design/choices', search: { item: name, at } }
    case 'alert':
    case 'package':
    case 'rego':
      return { to: '/design/documents', search: { item: key, at } }
    case 'view':
      return part('views', entity ?? entityOf(name), { item: name, at })
    default:
      return part('access', entity ?? entityOf(name), { item: `${kind}/${name}`, at })
  }
}
