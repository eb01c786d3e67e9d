import { useMemo, useRef } from 'react'
import { announce } from '../core/announce.tsx'
import { type Doc, keyOf, newId, same, withMembers } from '../core/document.ts'
import { fieldTitle } from '../core/entity.ts'
import { withTitle } from '../core/title.ts'
import { useWords, useWorkbench } from '../core/useBench.ts'
import * as commands from './commands.ts'
import { focusNode, type Selected } from './design.ts'
import { derivedId, identified } from './identity.ts'
import { tabAt, tabsOf } from './tabs.ts'
import { type Direction, type Drawn, stepField, stepSection } from './walk.ts'

interface Editing {
  entity: string
  name: string
  /** The form as it is drawn without a document. */
  generated: Doc
  select: (selected: Selected) => void
  drawn: Drawn
}

/** What is done to a form, each as a step with a name; the first makes the document. */
export function useFormEdits({ entity, name, generated, select, drawn }: Editing) {
  const bench = useWorkbench()
  const { t, language } = useWords()
  // What changes with every step is looked up when something is done: cards are drawn again only for their own sake.
  const latest = useRef({ generated, drawn })
  latest.current = { generated, drawn }
  return useMemo(() => {
    const key = keyOf('form', name)
    const now = () =>
      identified(bench.get(key) ?? latest.current.generated, (at) => derivedId(`${name}/${at}`))
    const title = (field: string) => fieldTitle(bench.get(keyOf('entity', entity)), field, language)
    const did = (what: string, more?: { [name: string]: unknown }) => t(`design.form.did.${what}`, more)
    const put = (label: string, next: Doc, run?: string) => {
      if (same(next, now())) return false
      bench.do({ label, changes: { [key]: identified(next, newId) }, run: run && `${name}.${run}` })
      return true
    }
    const show = (selected: Selected) => {
      select(selected)
      focusNode(selected)
    }
    const placeField = (label: string, next: Doc, field: string) => {
      if (!put(label, next)) return
      show({ kind: 'field', name: field })
      const place = commands.placeOfField(next, field)
      const count = commands.fieldNames(commands.sectionsOf(next)[place?.section ?? 0]).length
      announce(t('design.core.movedTo', { title: title(field), at: (place?.at ?? 0) + 1, count }))
    }
    const placeSection = (label: string, next: Doc, at: number) => {
      if (!put(label, next)) return
      show({ kind: 'section', at })
      const { sections = [] } = tabsOf(next)[tabAt(next, at)] ?? {}
      const place = { title: t('design.form.section'), at: sections.indexOf(at) + 1, count: sections.length }
      announce(t('design.core.movedTo', place))
    }
    /** Where the same section stands now. */
    const find = (next: Doc, section: Doc | undefined) =>
      Math.max(
        0,
        commands.sectionsOf(next).findIndex((one) => same(one, section)),
      )
    return {
      now,
      /** Puts a field before what stands at a place as it is drawn, from the palette or from elsewhere. */
      dropField: (field: string, section: number, before: number) =>
        placeField(
          did('field', { title: title(field) }),
          commands.dropField(now(), field, section, before),
          field,
        ),
      stepField: (field: string, direction: Direction) => {
        const place = stepField(now(), field, direction, latest.current.drawn)
        if (place)
          placeField(
            did('field', { title: title(field) }),
            commands.moveField(now(), field, place.section, place.at),
            field,
          )
      },
      fieldToTab: (field: string, tab: number) =>
        placeField(did('field', { title: title(field) }), commands.moveToTab(now(), field, tab), field),
      fieldToNewSection: (field: string, before: number, tab: number) =>
        placeField(
          did('field', { title: title(field) }),
          commands.moveToNewSection(now(), field, before, tabsOf(now())[tab]?.tab),
          field,
        ),
      removeField: (field: string) => {
        const place = commands.placeOfField(now(), field)
        if (!place || !put(did('removeField', { title: title(field) }), commands.removeField(now(), field)))
          return
        const rest = commands.fieldNames(commands.sectionsOf(now())[place.section])
        const next = rest[place.at] ?? rest[place.at - 1]
        show(next ? { kind: 'field', name: next } : { kind: 'section', at: place.section })
        announce(t('design.form.toPalette', { title: title(field) }))
      },
      /** Adds a section before the one at a place, in a tab. */
      addSection: (section: Doc, before: number, tab: number) => {
        const fresh = withMembers(section, { tab: tabsOf(now())[tab]?.tab })
        const next = commands.addSection(now(), fresh, before)
        const { sections = [] } = tabsOf(next)[tab] ?? {}
        const at = sections.findLast((index) => index <= before) ?? before
        placeSection(did('addSection'), next, at)
      },
      /** Puts a section before the one at a place as it is drawn, in a tab. */
      dropSection: (from: number, before: number, tab: number) => {
        const into = tabsOf(now())[tab]?.tab
        const moved = commands.sectionsOf(now())[from]
        const next = commands.moveSection(now(), from, from < before ? before - 1 : before, into)
        placeSection(did('section'), next, find(next, moved && withMembers(moved, { tab: into })))
      },
      stepSection: (at: number, direction: Direction) => {
        const moved = stepSection(now(), at, direction)
        if (moved) placeSection(did('section'), moved.form, moved.at)
      },
      sectionToTab: (at: number, tab: unknown) => {
        const moved = commands.sectionsOf(now())[at]
        const next = commands.setTab(now(), at, tab)
        placeSection(did('section'), next, find(next, moved && withMembers(moved, { tab })))
      },
      setColumns: (at: number, columns: number) =>
        put(did('columns', { count: columns }), commands.setColumns(now(), at, columns)),
      setSection: (at: number, members: { [member: string]: unknown }, run?: string) =>
        put(did('changeSection'), commands.setSection(now(), at, members), run && `${at}.${run}`),
      removeSection: (at: number) => {
        if (!put(did('removeSection'), commands.removeSection(now(), at))) return
        const last = commands.sectionsOf(now()).length - 1
        show({ kind: 'section', at: Math.min(at, last) })
        announce(t('design.form.sectionGone'))
      },
      addTab: (text: string) => {
        const fresh = (count: number): string => (count === 1 ? text : `${text} ${count}`)
        let count = 1
        const known = tabsOf(now()).map(({ tab }) => tab)
        while (known.some((tab) => same(tab, withTitle(undefined, language, fresh(count))))) count++
        const next = commands.addTab(now(), fresh(count))
        if (put(did('addTab'), next)) show({ kind: 'tab', at: tabsOf(next).length - 1 })
      },
      renameTab: (at: number, tab: unknown) => put(did('renameTab'), commands.renameTab(now(), at, tab)),
      moveTab: (from: number, to: number) => {
        const tab = tabsOf(now())[from]?.tab
        const next = commands.moveTab(now(), from, Math.max(0, to))
        if (!put(did('moveTab'), next)) return
        const at = tabsOf(next).findIndex((one) => same(one.tab, tab))
        show({ kind: 'tab', at })
        announce(
          t('design.core.movedTo', { title: t('design.form.tab'), at: at + 1, count: tabsOf(next).length }),
        )
      },
      removeTab: (at: number) => {
        if (put(did('removeTab'), commands.removeTab(now(), at)))
          show({ kind: 'tab', at: Math.max(0, at - 1) })
      },
      /** Sets members of the form itself. */
      setForm: (members: { [member: string]: unknown }, run?: string) =>
        put(did('form'), withMembers(now(), members), run),
    }
  }, [bench, entity, language, name, select, t])
}

/** What useFormEdits gives. */
export type FormEdits = ReturnType<typeof useFormEdits>
