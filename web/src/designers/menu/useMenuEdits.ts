import { useMemo } from 'react'
import { announce } from '../core/announce.tsx'
import { type Doc, keyOf, listAt } from '../core/document.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import {
  type MenuPlace,
  moveItem,
  nodeOf,
  putItem,
  removeItem,
  setItem,
  stepItem,
  type Way,
} from './commands.ts'

/** Gives the focus to an item, once it is drawn where it is now. */
export function focusItem(id: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-menu-item="${CSS.escape(id)}"]`)?.focus(),
  )
}

/** What is done to a menu, each as a step with a name. */
export function useMenuEdits(
  name: string,
  titleOf: (item: Doc) => string,
  select: (id: string | undefined) => void,
) {
  const bench = useWorkbench()
  const { t } = useWords()
  return useMemo(() => {
    const key = keyOf('menu', name)
    const now = (): Doc => bench.get(key) ?? {}
    const put = (label: string, next: Doc, run?: string) => {
      if (next !== now()) bench.do({ label, changes: { [key]: next }, run: run && `${name}.${run}` })
    }
    const show = (next: Doc, id: string) => {
      select(id)
      focusItem(id)
      const node = nodeOf(next, id)
      if (!node) return
      const group = node.group === undefined ? next : nodeOf(next, node.group)?.item
      const place = { title: titleOf(node.item), at: node.at + 1, count: listAt(group, 'items').length }
      announce(t('design.core.movedTo', place))
    }
    const move = (id: string, place: MenuPlace) => {
      const node = nodeOf(now(), id)
      const next = moveItem(now(), id, place)
      if (!node || next === now()) return
      put(t('design.menu.did.move', { title: titleOf(node.item) }), next)
      show(next, id)
    }
    return {
      move,
      step: (id: string, way: Way) => {
        const place = stepItem(now(), id, way)
        if (place) move(id, place)
      },
      add: (item: Doc, place: MenuPlace) => {
        const next = putItem(now(), item, place)
        put(t('design.menu.did.add', { title: titleOf(item) }), next)
        show(next, String(item['x-id']))
      },
      remove: (id: string) => {
        const node = nodeOf(now(), id)
        if (!node) return
        put(t('design.menu.did.remove', { title: titleOf(node.item) }), removeItem(now(), id))
        select(undefined)
      },
      setItem: (id: string, members: { [member: string]: unknown }, run?: string) =>
        put(t('design.menu.did.item'), setItem(now(), id, members), run && `${id}.${run}`),
      setMenu: (change: (menu: Doc) => Doc, run?: string) =>
        put(t('design.menu.did.menu'), change(now()), run),
    }
  }, [bench, name, titleOf, select, t])
}

/** What is done to a menu. */
export type MenuEdits = ReturnType<typeof useMenuEdits>
