import { describe, expect, it } from 'vitest'
import { weekOf } from './days.ts'
import { agendaOf, entriesOf, layWeek } from './layout.ts'

const zone = 'Asia/Shanghai'
const row = (id: string, start: string | null, end?: string | null) => ({ id, start, end })
const week = weekOf('2026-11-18', 1)
const place = (rows: ReturnType<typeof row>[], most = 9) =>
  layWeek(entriesOf(rows, 'start', 'end', zone), week, most)

describe('the layout of a week', () => {
  it('puts records that overlap into lanes of their own', () => {
    const { bars, lanes } = place([
      row('long', '2026-11-16', '2026-11-18'),
      row('in', '2026-11-17'),
      row('after', '2026-11-19'),
    ])
    expect(bars.map((bar) => [bar.entry.record.id, bar.from, bar.to, bar.lane])).toEqual([
      ['long', 0, 2, 0],
      ['in', 1, 1, 1],
      ['after', 3, 3, 0],
    ])
    expect(lanes).toBe(2)
  })

  it('cuts what begins before and ends after it', () => {
    const [bar] = place([row('a', '2026-11-10', '2026-12-01')]).bars
    expect(bar).toMatchObject({ from: 0, to: 6, before: true, after: true })
  })

  it('says how many a day has no room for', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => row(id, '2026-11-17', '2026-11-18'))
    const { bars, hidden } = place(rows, 2)
    expect(bars.length).toBe(2)
    expect(hidden).toEqual([0, 2, 2, 0, 0, 0, 0])
  })

  it('reads moments in the zone, orders by the clock, and leaves out what has no beginning', () => {
    const entries = entriesOf(
      [
        row('late', '2026-11-17T02:00:00Z'),
        row('early', '2026-11-16T16:30:00Z'),
        row('none', null),
        row('wrong', '2026-11-19', '2026-11-01'),
      ],
      'start',
      'end',
      zone,
    )
    expect(entries.map((entry) => [entry.record.id, entry.first, entry.last, entry.clock])).toEqual([
      ['early', '2026-11-17', '2026-11-17', '00:30'],
      ['late', '2026-11-17', '2026-11-17', '10:00'],
      ['wrong', '2026-11-19', '2026-11-19', undefined],
    ])
  })

  it('lists the days of an agenda, what goes on from before on the first', () => {
    const entries = entriesOf(
      [row('on', '2026-10-20', '2026-11-17'), row('day', '2026-11-18'), row('past', '2026-10-01')],
      'start',
      'end',
      zone,
    )
    expect(
      agendaOf(entries, '2026-11-01', '2026-11-30').map(({ day, entries: list }) => [day, list.length]),
    ).toEqual([
      ['2026-11-01', 1],
      ['2026-11-18', 1],
    ])
  })
})
