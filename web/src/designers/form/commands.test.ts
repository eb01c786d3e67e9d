import { describe, expect, it } from 'vitest'
import schema from '../../../../engine/definition/schemas/form.json'
import { type Doc, keyOf, textAt } from '../core/document.ts'
import { Workbench } from '../core/Workbench.ts'
import * as commands from './commands.ts'
import { tabAt, tabsOf } from './tabs.ts'
import { linesOf, stepField, stepSection } from './walk.ts'

const { fieldNames, placeOfField, sectionsOf } = commands

const form: Doc = {
  name: 'deal.default',
  entity: 'deal',
  sections: [
    { title: 'One', columns: 2, fields: ['a', 'b', 'c'] },
    { title: 'Two', columns: 1, fields: ['d'] },
    { title: 'Three', tab: 'More', columns: 3, fields: ['e', 'f'] },
    { title: 'Hint', tab: 'More', text: 'Call' },
  ],
}
const titles = (doc: Doc) => sectionsOf(doc).map(({ title }) => title)
const fields = (doc: Doc) => sectionsOf(doc).map((section) => fieldNames(section).join(''))

describe('fields', () => {
  it('are put in once, at a place or at the end', () => {
    expect(fields(commands.addField(form, 'x', 0, 1))).toEqual(['axbc', 'd', 'ef', ''])
    expect(fields(commands.addField(form, 'x', 1))).toEqual(['abc', 'dx', 'ef', ''])
    expect(commands.addField(form, 'a', 1)).toBe(form)
  })
  it('move within a section and between two', () => {
    expect(fields(commands.moveField(form, 'a', 0, 2))).toEqual(['bca', 'd', 'ef', ''])
    expect(fields(commands.moveField(form, 'e', 0, 1))).toEqual(['aebc', 'd', 'f', ''])
  })
  it('are dropped before what stands at a place as it is drawn', () => {
    expect(fields(commands.dropField(form, 'a', 0, 2))).toEqual(['bac', 'd', 'ef', ''])
    expect(fields(commands.dropField(form, 'c', 0, 1))).toEqual(['acb', 'd', 'ef', ''])
    expect(fields(commands.dropField(form, 'c', 1, 1))).toEqual(['ab', 'dc', 'ef', ''])
  })
  it('do not move into a text', () => {
    expect(commands.moveField(form, 'a', 3, 0)).toBe(form)
  })
  it('are taken out', () => {
    expect(placeOfField(commands.removeField(form, 'b'), 'b')).toBeUndefined()
  })
})

describe('sections', () => {
  it('move into a tab, and stand together there', () => {
    const moved = commands.moveSection(form, 0, 2, 'More')
    expect(titles(moved)).toEqual(['Two', 'Three', 'One', 'Hint'])
    expect(tabsOf(moved).map(({ tab, sections }) => [tab, sections.length])).toEqual([
      [undefined, 1],
      ['More', 3],
    ])
  })
  it('move within their tab', () => {
    const moved = commands.moveSection(form, 0, 1, undefined)
    expect(titles(moved)).toEqual(['Two', 'One', 'Three', 'Hint'])
    expect(tabsOf(moved).map(({ sections }) => sections.length)).toEqual([2, 2])
  })
  it('step into the tab before and behind', () => {
    const up = stepSection(form, 2, 'up')
    expect(up?.at).toBe(2)
    expect(tabsOf(up?.form)[0]?.sections).toEqual([0, 1, 2])
    const down = stepSection(form, 1, 'down')
    expect(down?.at).toBe(1)
    expect(tabsOf(down?.form)[1]?.sections).toEqual([1, 2, 3])
    expect(titles(stepSection(form, 0, 'right')?.form ?? {})).toEqual(['Two', 'Three', 'Hint', 'One'])
    expect(stepSection(form, 0, 'up')).toBeUndefined()
    expect(stepSection(form, 0, 'left')).toBeUndefined()
  })
  it('are there at least once', () => {
    let doc = form
    for (let count = 0; count < 5; count++) doc = commands.removeSection(doc, 0)
    expect(sectionsOf(doc)).toEqual([{ columns: 2, fields: [] }])
  })
  it('draw no list twice', () => {
    const once = commands.addSection(form, commands.newSection({ related: 'visit.deal' }))
    expect(sectionsOf(once)).toHaveLength(5)
    expect(commands.addSection(once, commands.newSection({ related: 'visit.deal' }))).toBe(once)
  })
})

describe('tabs', () => {
  it('are added with a section, renamed, moved and taken away', () => {
    const added = commands.addTab(form, { en: 'Files' })
    expect(tabsOf(added).map(({ tab }) => tab)).toEqual([undefined, 'More', { en: 'Files' }])
    expect(tabsOf(commands.moveTab(added, 2, 1)).map(({ tab }) => tab)).toEqual([
      undefined,
      { en: 'Files' },
      'More',
    ])
    expect(tabsOf(commands.renameTab(added, 0, 'Basics')).map(({ tab }) => tab)).toEqual([
      'Basics',
      'More',
      { en: 'Files' },
    ])
    expect(tabAt(commands.removeTab(added, 1), 2)).toBe(0)
    expect(tabsOf(commands.removeTab(form, 0)).map(({ tab }) => tab)).toEqual(['More'])
    expect(commands.renameTab(form, 0, 'More')).toBe(form)
  })
  it('without a name stay first', () => {
    expect(tabsOf(commands.moveTab(form, 0, 1))[0]?.tab).toBeUndefined()
  })
  it('put sections together that name the same', () => {
    const doc = commands.setTab(form, 0, 'More')
    expect(titles(doc)).toEqual(['Two', 'Three', 'Hint', 'One'])
  })
})

describe('arrows', () => {
  const drawn = { columns: (section: Doc) => Number(section.columns), isWide: (name: string) => name === 'c' }
  it('know lines, where wide fields stand alone', () => {
    expect(linesOf([false, false, true, false, false, false], 2)).toEqual([
      [0, 2],
      [2, 3],
      [3, 5],
      [5, 6],
    ])
  })
  it('lead above, below and beside, and into the next section at the edge', () => {
    expect(stepField(form, 'b', 'left', drawn)).toEqual({ section: 0, at: 0 })
    expect(stepField(form, 'b', 'down', drawn)).toEqual({ section: 0, at: 2 })
    expect(stepField(form, 'c', 'down', drawn)).toEqual({ section: 1, at: 0 })
    expect(stepField(form, 'd', 'up', drawn)).toEqual({ section: 0, at: 3 })
    expect(stepField(form, 'd', 'right', drawn)).toEqual({ section: 2, at: 0 })
    expect(stepField(form, 'f', 'down', drawn)).toBeUndefined()
    expect(stepField(form, 'a', 'up', drawn)).toBeUndefined()
  })
})

/** Numbers that look like chance and are the same each time. */
function chance(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Pick = (below: number) => number

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const tabTitles = [undefined, 'More', { en: 'Files', 'zh-CN': '文件' }]
const deeds: ((doc: Doc, pick: Pick) => Doc)[] = [
  (doc, pick) => commands.addField(doc, names[pick(8)] ?? 'a', pick(6), pick(5)),
  (doc, pick) => commands.moveField(doc, names[pick(8)] ?? 'a', pick(6), pick(5)),
  (doc, pick) => commands.dropField(doc, names[pick(8)] ?? 'a', pick(6), pick(5)),
  (doc, pick) => commands.removeField(doc, names[pick(8)] ?? 'a'),
  (doc, pick) => commands.addSection(doc, { columns: 1, fields: [names[pick(8)], 'a'] }, pick(6)),
  (doc) => commands.addSection(doc, commands.newSection({ text: 'Call' })),
  (doc, pick) => commands.addSection(doc, commands.newSection({ related: `visit.${names[pick(3)]}` })),
  (doc, pick) => commands.moveSection(doc, pick(6), pick(6), tabTitles[pick(3)]),
  (doc, pick) => commands.setColumns(doc, pick(6), pick(6)),
  (doc, pick) => commands.setTab(doc, pick(6), tabTitles[pick(3)]),
  (doc, pick) => commands.removeSection(doc, pick(6)),
  (doc, pick) => commands.addTab(doc, tabTitles[1 + pick(2)]),
  (doc, pick) => commands.renameTab(doc, pick(3), tabTitles[pick(3)]),
  (doc, pick) => commands.moveTab(doc, pick(3), pick(3)),
  (doc, pick) => commands.removeTab(doc, pick(3)),
  (doc, pick) => commands.moveToTab(doc, names[pick(8)] ?? 'a', pick(3)),
  (doc, pick) => commands.moveToNewSection(doc, names[pick(8)] ?? 'a', pick(6), tabTitles[pick(3)]),
]

/** What is wrong with the shape of a form. */
function slips(doc: Doc): string[] {
  const known = Object.keys(schema.properties.sections.items.properties)
  const all = sectionsOf(doc)
  const drawn = all.flatMap(fieldNames)
  const lists = all.map((section) => textAt(section, 'related')).filter((one) => one !== '')
  const found: string[] = []
  if (all.length < schema.properties.sections.minItems) found.push('no section')
  if (new Set(drawn).size !== drawn.length) found.push('a field twice')
  if (new Set(lists).size !== lists.length) found.push('a list twice')
  for (const section of all) {
    if (Object.keys(section).some((member) => !known.includes(member))) found.push('an unknown member')
    if (Object.values(section).includes(undefined)) found.push('an undefined member')
    if (['fields', 'text', 'related'].filter((member) => member in section).length !== 1)
      found.push('not exactly one content')
    if (section.columns !== undefined && ![1, 2, 3].includes(Number(section.columns))) found.push('columns')
  }
  const order = tabsOf(doc).flatMap(({ sections }) => sections)
  if (order.some((index, at) => index !== at)) found.push('a tab in pieces')
  return found
}

describe('any sequence of commands', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('keeps a form right and can be taken back (%i)', (seed) => {
    const pick = chance(seed)
    const key = keyOf('form', 'deal.default')
    const bench = new Workbench(new Map([[key, form]]))
    const states: string[] = []
    for (let count = 0; count < 150; count++) {
      const before = bench.get(key) ?? form
      const after = deeds[pick(deeds.length)]?.(before, pick) ?? before
      expect(slips(after), JSON.stringify(after)).toEqual([])
      const known = bench.now().history.past.length
      bench.do({ label: 'step', changes: { [key]: after } })
      if (bench.now().history.past.length > known) states.push(JSON.stringify(before))
    }
    const last = JSON.stringify(bench.get(key))
    expect(states.length).toBeGreaterThan(50)
    for (const state of [...states].reverse()) {
      bench.undo()
      expect(JSON.stringify(bench.get(key))).toBe(state)
    }
    for (const _ of states) bench.redo()
    expect(JSON.stringify(bench.get(key))).toBe(last)
  })
})
