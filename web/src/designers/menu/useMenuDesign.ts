import { useCallback, useMemo, useState } from 'react'
import { type Doc, textAt } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useDoc, useDocs, useWords } from '../core/useBench.ts'
import { useRoles } from '../core/useRoles.ts'
import { nodeOf, nodesOf } from './commands.ts'
import { type MenuDesign, placesFor } from './design.ts'
import { rolesOf } from './menus.ts'
import { readersOf } from './readers.ts'
import { focusItem, useMenuEdits } from './useMenuEdits.ts'

/** A menu with all that is done to it; undefined when it is not there. */
export function useMenuDesign(name: string): MenuDesign | undefined {
  const { t, language } = useWords()
  const menu = useDoc('menu', name)
  const entities = useDocs('entity')
  const views = useDocs('view')
  const grants = useDocs('grant')
  const { roles } = useRoles()
  const [chosen, setChosen] = useState<string>()
  const titleOf = useCallback(
    (item: Doc) => {
      const own = titleIn(item.title, language)
      const view = views.find((one) => one.name === textAt(item, 'view'))
      const entity = entities.find((one) => one.name === textAt(item, 'entity'))?.doc
      const plural = titleIn(entity?.['x-plural'], language) || titleIn(entity?.title, language)
      return (
        own || titleIn(view?.doc.title, language) || plural || textAt(item, 'entity') || textAt(item, 'url')
      )
    },
    [entities, views, language],
  )
  const edits = useMenuEdits(name, titleOf, setChosen)
  const readers = useMemo(() => readersOf(grants, roles), [grants, roles])
  if (!menu) return undefined
  const nodes = nodesOf(menu)
  const given = rolesOf(menu)
  return {
    menu,
    nodes,
    chosen: chosen !== undefined && nodeOf(menu, chosen) ? chosen : undefined,
    select: setChosen,
    edits,
    titleOf,
    barred: (item) =>
      readers
        .without(textAt(item, 'entity'), given)
        .map((role) => roles.find((one) => one.name === role)?.title ?? role),
    placesFor: (node) => placesFor(menu, node, titleOf, t),
    remove: (id) => {
      const at = nodes.findIndex((node) => node.id === id)
      const next = nodes.slice(at + 1).find(({ group }) => group !== id) ?? nodes[at - 1]
      edits.remove(id)
      if (next) focusItem(next.id)
    },
    walk: (id, step) => {
      const next = nodes[nodes.findIndex((node) => node.id === id) + step]
      if (next) focusItem(next.id)
    },
  }
}
