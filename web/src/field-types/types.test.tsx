import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration/duration.ts'
import { blocksOf, flowing } from './markdown/blocks.ts'
import { safeMarkup, wordsOf } from './richtext/markup.ts'
import { moved, newRow, withCell } from './table/rows.ts'
import { wireRows } from './table/wire.ts'

describe('durations', () => {
  it.each([
    ['1h 30m', 5400],
    ['1:30', 5400],
    ['1:30:05', 5405],
    ['90', 90],
    ['-2 天', -172_800],
    ['1小时30分', 5400],
    ['soon', null],
    ['', null],
  ])('%s is %s seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each([0, 59, 3600, 5405, -90_061])('reads again what it writes of %s', (seconds) => {
    expect(parseDuration(formatDuration(seconds, 'en'))).toBe(seconds)
    expect(parseDuration(formatDuration(seconds, 'zh-CN'))).toBe(seconds)
  })
})

describe('markup', () => {
  const shown = (html: string) => {
    const holder = document.createElement('div')
    holder.append(safeMarkup(html))
    return holder.innerHTML
  }

  it('keeps words and marks, and nothing that runs', () => {
    expect(shown('<p onclick="x()">a <b>b</b></p><script>x()</script><img src=x onerror=y>')).toBe(
      '<p>a <b>b</b></p>',
    )
    expect(shown('<a href="javascript:x()">a</a>')).toBe('<a>a</a>')
    expect(shown('<a href="https://example.com/">a</a>')).toContain('rel="noreferrer noopener nofollow"')
  })

  it('gives the words', () => {
    expect(wordsOf('<p>One &amp; <b>two</b></p><ul><li>three</li></ul>')).toBe('One & two three')
  })
})

describe('Markdown', () => {
  it('falls into pieces', () => {
    const text = '# Head\n\none\ntwo\n- a\n- b\n> said\n```\n- code\n```\n---\n1. x'
    expect(blocksOf(text).map((block) => block.kind)).toEqual([
      ...['heading', 'paragraph', 'bullets', 'quote', 'code', 'rule', 'numbers'],
    ])
  })

  it('flows without spaces in Chinese', () => {
    expect(flowing('one\n  two')).toBe('one two')
    expect(flowing('一行\n两行\nand more')).toBe('一行两行and more')
  })

  it('has tables, pictures and lists that go on', () => {
    const text =
      'see\n| a | b \\| c |\n|---|:-:|\n| 1 | 2 |\n| 3 |\n\n3. one\n   more\n4. 二，\n   三\n\n  ![words](a.png)\n| no table |'
    expect(blocksOf(text)).toEqual([
      { kind: 'paragraph', text: 'see' },
      { kind: 'table', head: ['a', 'b | c'], rows: [['1', '2'], ['3']] },
      { kind: 'numbers', items: ['one more', '二，三'], start: 3 },
      { kind: 'picture', words: 'words', name: 'a.png' },
      { kind: 'paragraph', text: '| no table |' },
    ])
  })
})

describe('the rows of a table', () => {
  const quantity = { name: 'quantity', type: 'integer', title: 'Quantity', default: 1 }
  const item = { name: 'item', type: 'relation', entity: 'item', title: 'Item' }
  const rows = [
    { id: 'a', quantity: 1 },
    { id: 'b', quantity: 2 },
  ]

  it('send what changed, ids alone of the others, and new ones with their defaults', () => {
    const changed = rows.map((row) =>
      row.id === 'b' ? withCell(row, item, { id: 'i1', label: 'Desk' }) : row,
    )
    expect(wireRows([...changed, newRow([quantity, item])])).toEqual([
      { id: 'a' },
      { id: 'b', item: 'i1' },
      { quantity: 1 },
    ])
  })

  it('move while there is room', () => {
    expect(moved(rows, 0, 1).map((row) => row.id)).toEqual(['b', 'a'])
    expect(moved(rows, 1, 1)).toBe(rows)
  })
})
