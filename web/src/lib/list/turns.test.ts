import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

describe('turns', () => {
  it('are given to the first ones, and pass on', () => {
    const turns = new Turns(2)
    let told = 0
    turns.subscribe(() => told++)
    const [a, b, c] = [{}, {}, {}]
    const leave = turns.ask(a)
    turns.ask(b)
    const give = turns.ask(c)
    expect([a, b, c].map((one) => turns.has(one))).toEqual([true, true, false])
    leave()
    expect([a, b, c].map((one) => turns.has(one))).toEqual([false, true, true])
    give()
    expect(turns.has(c)).toBe(false)
    expect(told).toBe(5)
  })
})
