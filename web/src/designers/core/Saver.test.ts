import { describe, expect, it } from 'vitest'
import { type Doc, type Key, keyOf } from './document.ts'
import { type Drawer, type Saved, Saver } from './Saver.ts'
import { Workbench } from './Workbench.ts'

const key: Key = keyOf('entity', 'lead')
const doc = (title: string): Doc => ({ name: 'lead', title })

/** A server that answers when it is told to. */
class Slow implements Drawer {
  body: Doc = doc('a')
  private version = 1
  private readonly waiting: (() => void)[] = []

  get = async () => this.now()
  remove = async () => undefined
  put = (_: Key, body: Doc) =>
    new Promise<Saved>((done) => {
      this.waiting.push(() => {
        this.body = body
        this.version++
        done(this.now())
      })
    })

  now = (): Saved => ({ body: this.body, etag: String(this.version) })

  /** Lets the next save come through; true when there was one. */
  async answer(): Promise<boolean> {
    const next = this.waiting.shift()
    next?.()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    return next !== undefined
  }
}

function studio() {
  const server = new Slow()
  const bench = new Workbench(new Map([[key, server.body]]))
  const saver = new Saver(bench, server, new Map([[key, server.now()]]), () => false)
  const set = (title: string) => bench.do({ label: title, changes: { [key]: doc(title) } })
  return { server, bench, saver, set }
}

describe('saving by itself', () => {
  it('saves what was taken back while it was on its way', async () => {
    const { server, bench, saver, set } = studio()
    set('b')
    const done = saver.flush()
    await Promise.resolve()
    bench.undo()
    expect(saver.now().pending.has(key)).toBe(true)
    while (await server.answer());
    await done
    expect(server.body).toEqual(doc('a'))
    expect(bench.get(key)).toEqual(doc('a'))
    expect(saver.now().pending.size).toBe(0)
  })

  it('keeps what is drawn on meanwhile', async () => {
    const { server, bench, saver, set } = studio()
    set('b')
    const done = saver.flush()
    await Promise.resolve()
    set('c')
    while (await server.answer());
    await done
    expect([server.body, bench.get(key)]).toEqual([doc('c'), doc('c')])
    expect(saver.now().pending.size).toBe(0)
  })
})
