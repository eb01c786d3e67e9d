import { describe, expect, it } from 'vitest'
import { type Box, beside } from './beside.ts'

const card = { width: 340, height: 160 }
const page = { width: 1440, height: 900 }
const box = (left: number, top: number, width = 100, height = 30): Box => ({ left, top, width, height })

const apart = (place: { left: number; top: number } | undefined, control: Box) =>
  place !== undefined &&
  (place.left >= control.left + control.width ||
    place.left + card.width <= control.left ||
    place.top >= control.top + control.height ||
    place.top + card.height <= control.top)

describe('the card beside a control', () => {
  it('never covers it and never leaves the page, wherever the control stands', () => {
    for (let left = 0; left <= 1340; left += 67)
      for (let top = 0; top <= 870; top += 58) {
        const place = beside(box(left, top), card, page)
        expect(apart(place, box(left, top)), `${left} ${top}`).toBe(true)
        expect(place?.left).toBeGreaterThanOrEqual(12)
        expect((place?.left ?? 0) + card.width).toBeLessThanOrEqual(1428)
        expect((place?.top ?? 0) + card.height).toBeLessThanOrEqual(888)
      }
  })

  it('points at the middle of the control', () => {
    expect(beside(box(600, 100), card, page)).toEqual({ left: 480, top: 144, side: 'below', arrow: 170 })
    expect(beside(box(600, 850), card, page)).toMatchObject({ side: 'right', left: 714 })
    expect(beside(box(1300, 850), card, page, { side: 'above' })).toMatchObject({ side: 'above', arrow: 262 })
  })

  it('leaves more free where it is asked to, without an arrow', () => {
    const place = beside(box(600, 100), card, page, { free: box(200, 80, 1000, 300) })
    expect(place).toEqual({ left: 480, top: 394, side: 'below', arrow: undefined })
  })

  it('has no place beside what is out of sight or fills the page', () => {
    expect(beside(box(600, 1200), card, page)).toBeUndefined()
    expect(beside(box(0, 0, 1440, 900), card, page)).toBeUndefined()
  })
})
