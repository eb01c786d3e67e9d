import { ExternalLink, Folder, GripVertical, Trash2, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { type Doc, listAt, textAt } from '../core/document.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { useDoc, useWords } from '../core/useBench.ts'
import { fits, isGroup, type MenuNode, type MenuPlace, newLink, type Way } from './commands.ts'
import type { MenuDesign } from './design.ts'

const ways: { [key: string]: Way } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
}

/** The place at an edge of an item; below the head of a group is within it. */
function placeAt({ id, item, group, at }: MenuNode, edge: string | null, moved: Doc | undefined): MenuPlace {
  if (edge !== 'bottom') return { group, at }
  if (isGroup(item) && (!moved || fits(moved, { group: id, at: 0 }))) return { group: id, at: 0 }
  return { group, at: at + 1 }
}

/** One item of a menu as it is designed, and what stands in it. */
export function MenuItemRow({ node, design }: { node: MenuNode; design: MenuDesign }) {
  const { t } = useWords()
  const { edits, chosen, select, titleOf, menu } = design
  const { id, item } = node
  const title = titleOf(item)
  const row = useRef<HTMLDivElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const dragged = useDrag({ element: row, handle: grip, load: { kind: 'menu', id } })
  const movedBy = (load: Load) => design.nodes.find((one) => one.id === load.id)?.item
  const over = useDrop({
    element: row,
    accepts: (load) =>
      load.kind === 'menu-new' ||
      (load.kind === 'menu' && load.id !== id && (node.group === undefined || !isGroup(movedBy(load) ?? {}))),
    edges: ['top', 'bottom'],
    onDrop: (load, edge) => {
      const place = placeAt(node, edge, movedBy(load))
      if (load.kind === 'menu') edits.move(load.id, place)
      else edits.add(newLink(load.id, load.view as string | undefined), place)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const way = ways[event.key]
    if (way && event.altKey) edits.step(id, way)
    else if (event.key === 'Delete' || event.key === 'Backspace') design.remove(id)
    else if (way === 'up' || way === 'down') design.walk(id, way === 'up' ? -1 : 1)
    else return
    event.preventDefault()
  }
  const barred = textAt(item, 'entity') ? design.barred(item) : []
  const inner = listAt<Doc>(item, 'items')
  return (
    <li>
      <div
        ref={row}
        className="b-menu-row"
        data-chosen={chosen === id || undefined}
        data-dragged={dragged || undefined}
      >
        <DropLine over={over} />
        <span ref={grip} className="b-menu-row__grip" aria-hidden="true">
          <GripVertical size={13} />
        </span>
        <button
          type="button"
          className="b-menu-row__name"
          data-menu-item={id}
          aria-pressed={chosen === id}
          onClick={() => select(id)}
          onKeyDown={onKeyDown}
        >
          <ItemIcon item={item} />
          <span className="truncate">{title || t('design.menu.untitled')}</span>
        </button>
        {barred.length > 0 && (
          <span
            className="b-menu-row__barred"
            role="img"
            aria-label={t('design.menu.barred', { roles: barred.join(', ') })}
            title={t('design.menu.barred', { roles: barred.join(', ') })}
          >
            <TriangleAlert size={13} aria-hidden="true" />
          </span>
        )}
        <MoveTo
          title={title}
          destinations={design.placesFor(node)}
          onMove={(place) => edits.move(id, JSON.parse(place) as MenuPlace)}
        />
        <IconButton
          label={t('design.menu.remove', { title })}
          icon={<Trash2 size={14} />}
          onClick={() => design.remove(id)}
        />
      </div>
      {isGroup(item) && (
        <ul className="b-menu-group" aria-label={title}>
          {inner.length === 0 && <li className="b-menu-group__empty">{t('design.menu.emptyGroup')}</li>}
          {inner.map((one, at) => (
            <MenuItemRow
              key={textAt(one, 'x-id')}
              node={{ id: textAt(one, 'x-id'), item: one, group: id, at }}
              design={{ ...design, menu }}
            />
          ))}
        </ul>
      )}
    </li>
  )
}

function ItemIcon({ item }: { item: Doc }) {
  const entity = useDoc('entity', textAt(item, 'entity'))
  const own = textAt(item, 'icon')
  if (isGroup(item) && !own) return <Folder size={15} aria-hidden="true" />
  if (!entity && !own) return <ExternalLink size={15} aria-hidden="true" />
  return <EntityIcon icon={own || textAt(entity, 'x-icon')} color={textAt(entity, 'x-color')} />
}
