import { describe, expect, it } from 'vitest'
import { type Doc, type Key, keyOf } from './document.ts'
import { cellOf, columns, copyRow, rowPresets, setCell, setColumn, setRow, withChanges } from './matrix.ts'
import { presets } from './scopes.ts'
import type { Named } from './useBench.ts'

const named = (doc: Doc): Named => ({ key: keyOf('grant', String(doc.name)), name: String(doc.name), doc })
const column = (id: string) => columns.find((one) => one.id === id)?.actions ?? []
const words = (grants: readonly Named[], role: string) =>
  columns.map(({ actions }) => cellOf(grants, role, actions).preset)

/** A small generator with a seed: the same numbers every time. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state % below
  }
}

describe('the matrix of an entity', () => {
  it('gives what a cell says, and leaves the others as they were', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed)
      let grants: Named[] = []
      for (let step = 0; step < 12; step++) {
        const role = ['rep', 'boss'][next(2)] ?? 'rep'
        const at = next(columns.length)
        const preset = presets[next(presets.length)] ?? 'none'
        const before = { rep: words(grants, 'rep'), boss: words(grants, 'boss') }
        grants = withChanges(grants, setCell(grants, 'lead', role, columns[at]?.actions ?? [], preset))
        const expected = {
          ...before,
          [role]: before[role as 'rep'].map((word, nth) => (nth === at ? preset : word)),
        }
        expect({ rep: words(grants, 'rep'), boss: words(grants, 'boss') }).toEqual(expected)
        for (const { doc } of grants) expect((doc.actions as string[]).length).toBeGreaterThan(0)
      }
    }
  })

  it('makes one small grant of a row', () => {
    const changes = setRow([], 'lead', 'rep', 'own', true)
    expect(Object.keys(changes)).toEqual(['grant/lead.rep'])
    expect(changes['grant/lead.rep' as Key]).toEqual({
      name: 'lead.rep',
      role: 'rep',
      entity: 'lead',
      actions: [
        'read',
        'create',
        'update',
        'archive',
        'restore',
        'comment',
        'history',
        'bulk_edit',
        'bulk_archive',
      ],
      scope: 'own',
      read: 'all',
      write: 'all',
    })
  })

  it('gives nobody what only owners can have where there are none', () => {
    const [grant] = Object.values(setRow([], 'lead', 'rep', 'everything', false))
    expect(grant?.actions).not.toContain('transfer')
    expect(grant?.actions).toContain('export')
  })

  it('takes everything back with the row that gives nothing', () => {
    for (const row of rowPresets) {
      const grants = withChanges([], setRow([], 'lead', 'rep', row, true))
      expect(withChanges(grants, setRow(grants, 'lead', 'rep', 'nothing', true))).toEqual([])
    }
  })

  it('keeps what a grant says besides, and the grants of others', () => {
    const own = named({
      name: 'lead_own',
      role: 'rep',
      entity: 'lead',
      actions: ['read', 'update'],
      scope: 'own',
      read: { except: ['amount'] },
      write: { only: ['name'] },
    })
    const other = named({
      name: 'lead_boss',
      role: 'boss',
      entity: 'lead',
      actions: ['read'],
      scope: 'all',
      read: 'all',
    })
    const changes = setCell([own, other], 'lead', 'rep', column('read'), 'team')
    expect(changes).toEqual({
      'grant/lead_own': { ...own.doc, scopes: { read: 'team' } },
    })
    const back = setCell(withChanges([own, other], changes), 'lead', 'rep', column('read'), 'own')
    expect(back).toEqual({ 'grant/lead_own': own.doc })
  })

  it('leaves alone what words cannot say', () => {
    const rich = named({
      name: 'x',
      role: 'rep',
      entity: 'lead',
      actions: ['read'],
      scope: 'own',
      when: "status == 'new'",
    })
    const twice = [
      named({ name: 'a', role: 'rep', entity: 'lead', actions: ['read'], scope: 'own' }),
      named({ name: 'b', role: 'rep', entity: 'lead', actions: ['read'], scope: 'shared' }),
    ]
    const several = named({
      name: 'c',
      role: 'rep',
      entity: 'lead',
      actions: ['read'],
      scope: ['own', 'team'],
    })
    for (const grants of [[rich], twice, [several]]) {
      expect(cellOf(grants, 'rep', ['read'])).toMatchObject({ preset: 'mixed', plain: false })
      expect(setRow(grants, 'lead', 'rep', 'everything', true)).not.toHaveProperty(['grant/x'])
      const after = withChanges(grants, setRow(grants, 'lead', 'rep', 'everything', true))
      const read = cellOf(after, 'rep', ['read'])
      expect(read.preset).toBe('mixed')
      expect(read.grants.map(({ key }) => key)).toEqual(grants.map(({ key }) => key))
    }
  })

  it('says that a column is mixed when its actions differ', () => {
    const grant = named({ name: 'a', role: 'rep', entity: 'lead', actions: ['archive'], scope: 'own' })
    expect(cellOf([grant], 'rep', column('archive'))).toMatchObject({ preset: 'mixed', plain: true })
    const changes = setCell([grant], 'lead', 'rep', column('archive'), 'own')
    expect(cellOf(withChanges([grant], changes), 'rep', column('archive')).preset).toBe('own')
  })

  it('copies a row', () => {
    const grants = withChanges([], {
      ...setRow([], 'lead', 'rep', 'own', true),
      ...setCell([], 'lead', 'boss', column('purge'), 'all'),
    })
    const after = withChanges(grants, copyRow(grants, 'lead', 'rep', 'boss'))
    expect(words(after, 'boss')).toEqual(words(after, 'rep'))
  })

  it('lets write what is read where a grant that only reads is to write, too', () => {
    const grant = named({
      name: 'a',
      role: 'rep',
      entity: 'lead',
      actions: ['read'],
      scope: 'own',
      read: { only: ['name'] },
    })
    const changes = setCell([grant], 'lead', 'rep', column('update'), 'own')
    expect(changes['grant/a' as Key]).toMatchObject({ write: { only: ['name'] }, scope: 'own' })
  })

  it('asks who may have a record that is handed on', () => {
    const [change] = Object.values(setCell([], 'lead', 'rep', column('hand'), 'own'))
    expect(change?.to).toBe('all')
  })

  it('gives several roles a column at once, but for cells that more than a word decides', () => {
    const rich = {
      name: 'lead.boss',
      role: 'boss',
      entity: 'lead',
      actions: ['read'],
      scope: 'own',
      when: 'a == 1',
    }
    const [read] = columns
    const changes = setColumn([named(rich)], 'lead', ['rep', 'boss', 'clerk'], read, 'team')
    const now = withChanges([named(rich)], changes)
    expect(['rep', 'boss', 'clerk'].map((role) => cellOf(now, role, ['read']).preset)).toEqual([
      'team',
      'mixed',
      'team',
    ])
    expect(now.find(({ name }) => name === 'lead.boss')?.doc).toEqual(rich)
  })
})
