import type { Entity } from '@mortise/sdk'
import { useMemo, useRef } from 'react'
import { announce } from '../core/announce.tsx'
import { type Doc, keyOf, listAt, same, textAt, withMembers } from '../core/document.ts'
import { guessName } from '../core/guess.ts'
import { titleIn, withTitle } from '../core/title.ts'
import { type Named, useWords, useWorkbench } from '../core/useBench.ts'
import * as commands from './commands.ts'
import { focusColumn, type Selected } from './design.ts'
import type { ViewKind } from './kinds.ts'
import { added, beginWith, type Changes, copyOf, newView, reordered } from './views.ts'

interface Editing {
  entity: Entity
  name: string
  /** The view as it is drawn without a document. */
  generated: Doc
  views: readonly Named[]
  select: (selected: Selected) => void
  choose: (name: string) => void
  titleOf: (field: string) => string
}

/** What is done to views, each as a step with a name; the first makes the document. */
export function useViewEdits(editing: Editing) {
  const bench = useWorkbench()
  const { t, language } = useWords()
  const { entity, name, select } = editing
  // What changes with every step is looked up when something is done.
  const latest = useRef(editing)
  latest.current = editing
  return useMemo(() => {
    const key = keyOf('view', name)
    const now = () => bench.get(key) ?? latest.current.generated
    const title = (field: string) => latest.current.titleOf(field)
    const did = (what: string, more?: { [name: string]: unknown }) => t(`design.view.did.${what}`, more)
    const put = (label: string, next: Doc, run?: string) => {
      if (same(next, now())) return false
      bench.do({ label, changes: { [key]: next }, run: run && `${name}.${run}` })
      return true
    }
    const place = (label: string, next: Doc, field: string) => {
      if (!put(label, next)) return
      select({ kind: 'column', field })
      focusColumn(field)
      const [at, count] = [commands.placeOf(next, field) + 1, commands.columnsOf(next).length]
      announce(t('design.core.movedTo', { title: title(field), at, count }))
    }
    /** All views, the one that is drawn without a document included. */
    const all = (): readonly Named[] =>
      latest.current.views.length > 0 ? latest.current.views : [{ key, name, doc: now() }]
    const freshName = (text: string) => {
      const taken = (part: string) => bench.get(keyOf('view', `${entity.name}.${part}`)) !== undefined
      return `${entity.name}.${guessName(text, taken, `view_${all().length + 1}`)}`
    }
    /** A title that no other view has. */
    const freshTitle = (text: string) => {
      const known = new Set(all().map(({ doc }) => titleIn(doc.title, language)))
      let next = text
      for (let count = 2; known.has(next); count++) next = `${text} ${count}`
      return next
    }
    const add = (label: string, made: string, fresh: Doc, behind: number) => {
      const before = all()
      const changes: Changes = added(before, fresh, made, behind)
      if (latest.current.views.length === 0) changes[key] ??= now()
      bench.do({ label, changes })
      latest.current.choose(made)
    }
    return {
      now,
      /** Puts a column before what stands at a place as it is drawn, from the palette or from elsewhere. */
      dropColumn: (field: string, before: number) => {
        const what = commands.placeOf(now(), field) < 0 ? 'addColumn' : 'column'
        place(did(what, { title: title(field) }), commands.dropColumn(now(), field, before), field)
      },
      stepColumn: (field: string, step: -1 | 1) => {
        const to = commands.placeOf(now(), field) + step
        if (to < 0 || to >= commands.columnsOf(now()).length) return
        place(did('column', { title: title(field) }), commands.moveColumn(now(), field, to), field)
      },
      removeColumn: (field: string) => {
        const at = commands.placeOf(now(), field)
        const next = commands.removeColumn(now(), field)
        if (!put(did('removeColumn', { title: title(field) }), next))
          return announce(t('design.view.lastColumn'))
        const names = commands.columnNames(next)
        const beside = names[at] ?? names[at - 1] ?? ''
        select({ kind: 'column', field: beside })
        focusColumn(beside)
        announce(t('design.view.columnGone', { title: title(field) }))
      },
      setColumn: (field: string, members: { [member: string]: unknown }) =>
        put(did('changeColumn', { title: title(field) }), commands.setColumn(now(), field, members)),
      setWidth: (field: string, width: number | undefined, run?: string) =>
        put(did('width', { title: title(field) }), commands.setWidth(now(), field, width), run),
      /** Sets members of the view itself. */
      set: (members: { [member: string]: unknown }, run?: string) =>
        put(did('view'), withMembers(now(), members), run),
      setKind: (kind: ViewKind) => put(did('kind'), commands.setKind(now(), entity, kind)),
      setOrders: (orders: readonly commands.Order[]) => put(did('sort'), commands.withOrders(now(), orders)),
      moveOrder: (from: number, to: number) => put(did('sort'), commands.moveOrder(now(), from, to)),
      addColor: (when: string, color: string) => put(did('addColor'), commands.addColor(now(), when, color)),
      setColor: (at: number, members: { [member: string]: unknown }, run?: string) =>
        put(did('color'), commands.setColor(now(), at, members), run && `${at}.${run}`),
      moveColor: (from: number, to: number) => put(did('color'), commands.moveColor(now(), from, to)),
      removeColor: (at: number) => put(did('removeColor'), commands.removeColor(now(), at)),
      /** Roles that begin with this view; a role begins with one. */
      beginWith: (roles: readonly string[]) => {
        if (same(listAt(now(), 'default_for'), roles)) return
        bench.do({ label: did('beginWith'), changes: beginWith(all(), name, roles) })
      },
      addView: (kind: ViewKind) => {
        const text = freshTitle(t(`design.view.kind.${kind}`))
        const made = freshName(text)
        const fresh = newView(entity, kind, made, withTitle(undefined, language, text))
        add(did('addView', { title: text }), made, fresh, all().length - 1)
      },
      copyView: (of: string) => {
        const at = all().findIndex((view) => view.name === of)
        const from = all()[at]
        if (!from) return
        const text = freshTitle(t('design.view.copyTitle', { title: titleIn(from.doc.title, language) }))
        const made = freshName(text)
        const fresh = copyOf(from.doc, made, withTitle(undefined, language, text))
        add(did('addView', { title: text }), made, fresh, at)
      },
      moveView: (from: number, to: number) => {
        const moved = all()[from]
        if (!moved || to < 0 || to >= all().length) return
        bench.do({ label: did('orderViews'), changes: reordered(all(), from, to) })
        const place = { title: titleIn(moved.doc.title, language), at: to + 1, count: all().length }
        announce(t('design.core.movedTo', place))
      },
      removeView: (of: string) => {
        const doc = bench.get(keyOf('view', of))
        if (!doc) return
        const text = titleIn(doc.title, language) || textAt(doc, 'name')
        bench.do({ label: did('removeView', { title: text }), changes: { [keyOf('view', of)]: undefined } })
        announce(t('design.view.viewGone', { title: text }))
      },
    }
  }, [bench, entity, language, name, select, t])
}

/** What useViewEdits gives. */
export type ViewEdits = ReturnType<typeof useViewEdits>
