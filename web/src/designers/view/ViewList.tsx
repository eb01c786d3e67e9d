import { Copy, GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import { type Doc, keyOf, listAt, textAt } from '../core/document.ts'
import { DropLine, useDrag, useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { titleIn } from '../core/title.ts'
import { type Named, useDocs, useWords } from '../core/useBench.ts'
import { AddView } from './AddView.tsx'
import { useViewDesign } from './design.ts'
import { kindIcons } from './kindIcons.ts'
import { kindOf } from './kinds.ts'

/** All views of the entity as users see them, and who begins with which. */
export function ViewList({ onDone }: { onDone?: () => void }) {
  const { t, language } = useWords()
  const { views, name, view, choose } = useViewDesign()
  const list = useRef<HTMLOListElement>(null)
  const shown: readonly Named[] = views.length > 0 ? views : [{ key: keyOf('view', name), name, doc: view }]
  const focus = (at: number) =>
    requestAnimationFrame(() =>
      list.current?.querySelectorAll<HTMLElement>('.b-view-list__grip')[at]?.focus(),
    )
  return (
    <section className="b-view-list">
      <header>
        <h2>{t('design.view.views')}</h2>
        <AddView onDone={onDone} />
      </header>
      <ol ref={list}>
        {shown.map((one, at) => (
          <ViewRow
            key={one.name}
            one={one}
            title={titleIn(one.doc.title, language) || one.name}
            at={at}
            shown={shown}
            onChoose={() => {
              onDone?.()
              choose(one.name)
            }}
            onFocus={focus}
          />
        ))}
      </ol>
      {views.length === 0 && <p className="b-view-hint">{t('design.view.generated')}</p>}
    </section>
  )
}

interface ViewRowProps {
  one: Named
  title: string
  at: number
  shown: readonly Named[]
  onChoose: () => void
  onFocus: (at: number) => void
}

function ViewRow({ one, title, at, shown, onChoose, onFocus }: ViewRowProps) {
  const { t, language } = useWords()
  const { name, exists, edits } = useViewDesign()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const several = shown.length > 1
  useDrag({ element: row, handle: grip, load: { kind: 'view', id: one.name, at }, disabled: !several })
  const move = (from: number, to: number) => {
    edits.moveView(from, to)
    onFocus(to)
  }
  const over = useDrop({
    element: row,
    accepts: (load) => load.kind === 'view' && load.id !== one.name,
    edges: ['top', 'bottom'],
    onDrop: (load, edge) => {
      const [from, to] = [Number(load.at), edge === 'bottom' ? at + 1 : at]
      move(from, from < to ? to - 1 : to)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step !== 0) {
      event.preventDefault()
      const to = Math.max(0, Math.min(at + step, shown.length - 1))
      if (event.altKey && to !== at) move(at, to)
      else onFocus(to)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      edits.removeView(one.name)
      onFocus(Math.max(0, at - 1))
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onChoose()
    }
  }
  const current = one.name === name
  const icon = <DefinedIcon name={textAt(one.doc, 'icon')} fallback={kindIcons[kindOf(one.doc)]} size={15} />
  const places = shown.flatMap((other, place) =>
    place === at
      ? []
      : [
          {
            id: String(place),
            title: t('design.view.nth', {
              at: place + 1,
              title: titleIn(other.doc.title, language) || other.name,
            }),
          },
        ],
  )
  return (
    <li ref={row} aria-current={current || undefined}>
      <DropLine over={over} />
      {several && (
        <span
          ref={grip}
          role="button"
          tabIndex={0}
          className="b-view-list__grip"
          aria-label={t('design.view.grip', { title })}
          onKeyDown={onKeyDown}
        >
          <GripVertical size={13} aria-hidden="true" />
        </span>
      )}
      <button type="button" className="b-view-list__name" onClick={onChoose}>
        {icon}
        <span>
          <span className="truncate">{title}</span>
          <Who doc={one.doc} />
        </span>
      </button>
      {current && exists && (
        <span className="b-view-list__tools">
          {several && <MoveTo title={title} destinations={places} onMove={(id) => move(at, Number(id))} />}
          <IconButton
            label={t('design.view.copy', { title })}
            icon={<Copy size={14} />}
            onClick={() => edits.copyView(one.name)}
          />
          <IconButton
            label={t('design.view.remove', { title })}
            icon={<Trash2 size={14} />}
            onClick={() => edits.removeView(one.name)}
          />
        </span>
      )}
    </li>
  )
}

/** The kind of a view, and who begins with it. */
function Who({ doc }: { doc: Doc }) {
  const { t, language } = useWords()
  const roles = useDocs('role')
  const kind = t(`design.view.kind.${kindOf(doc)}`)
  const names = listAt<string>(doc, 'default_for').map(
    (name) => titleIn(roles.find((role) => role.name === name)?.doc.title, language) || name,
  )
  return (
    <small className="truncate">
      {names.length > 0 ? t('design.view.firstFor', { kind, roles: names.join(', ') }) : kind}
    </small>
  )
}
