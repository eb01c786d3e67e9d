/** A piece of a text in Markdown that stands by itself. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'code' | 'quote' | 'paragraph'; text: string }
  | { kind: 'bullets'; items: string[] }
  | { kind: 'numbers'; items: string[]; start: number }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'picture'; words: string; name: string }
  | { kind: 'rule' }

const fence = /^ {0,3}```/
const heading = /^(#{1,6})\s+(.*)$/
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const quote = /^ {0,3}>\s?/
const bullet = /^\s{0,3}[-*+]\s+/
const number = /^\s{0,3}\d{1,9}[.)]\s+/
const picture = /^\s*!\[([^\]\n]{0,300})\]\(([^)\s]{1,1000})\)\s*$/
const row = /^ {0,3}\|.*\|\s*$/
const divider = /^ {0,3}\|(?:\s*:?-+:?\s*\|)+\s*$/
/** What goes on with the item of a list above it. */
const indented = /^(?: {2,}|\t)\S/

function isStart(line: string): boolean {
  return [fence, heading, rule, quote, bullet, number, picture, row].some((start) => start.test(line))
}

/** Takes lines from one on while they pass, and gives them without their mark. */
function run(lines: string[], from: number, mark: RegExp): string[] {
  return lines
    .slice(
      from,
      endOf(lines, from, (line) => !mark.test(line)),
    )
    .map((line) => line.replace(mark, ''))
}

/** Two lines as one; Chinese has no space between them. */
function joined(one: string, other: string): string {
  const chinese = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]$/
  return chinese.test(one) || chinese.test(other[0] ?? '') ? one + other : `${one} ${other}`
}

/** A paragraph whose lines are those of its source. */
export function flowing(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .reduce(joined)
}

/** The items of a list from one line on, and how many lines they take; lines that are indented go on with theirs. */
function itemsOf(lines: string[], from: number, mark: RegExp): [string[], number] {
  const items: string[] = []
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (mark.test(line)) items.push(line.replace(mark, ''))
    else if (indented.test(line) && !isStart(line)) items.push(joined(items.pop() ?? '', line.trim()))
    else break
  }
  return [items, at - from]
}

/** The cells of a row. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** The first line from one on at which a piece ends, or the end of all. */
function endOf(lines: string[], from: number, ends: (line: string) => boolean): number {
  let at = from
  while (at < lines.length && !ends(lines[at] ?? '')) at++
  return at
}

function next(lines: string[], at: number): [Block, number] {
  const line = lines[at] ?? ''
  const head = heading.exec(line)
  if (head) return [{ kind: 'heading', level: head[1]?.length ?? 1, text: head[2] ?? '' }, 1]
  if (fence.test(line)) {
    const last = endOf(lines, at + 1, (other) => fence.test(other))
    return [{ kind: 'code', text: lines.slice(at + 1, last).join('\n') }, last - at + 1]
  }
  if (rule.test(line)) return [{ kind: 'rule' }, 1]
  if (quote.test(line)) {
    const quoted = run(lines, at, quote)
    return [{ kind: 'quote', text: quoted.join('\n') }, quoted.length]
  }
  const shown = picture.exec(line)
  if (shown) return [{ kind: 'picture', words: shown[1] ?? '', name: shown[2] ?? '' }, 1]
  if (row.test(line) && divider.test(lines[at + 1] ?? '')) {
    const last = endOf(lines, at + 2, (other) => !row.test(other))
    return [{ kind: 'table', head: cellsOf(line), rows: lines.slice(at + 2, last).map(cellsOf) }, last - at]
  }
  if (bullet.test(line)) {
    const [items, used] = itemsOf(lines, at, bullet)
    return [{ kind: 'bullets', items }, used]
  }
  if (number.test(line)) {
    const [items, used] = itemsOf(lines, at, number)
    return [{ kind: 'numbers', items, start: Number.parseInt(line, 10) }, used]
  }
  const last = endOf(lines, at + 1, (other) => other.trim() === '' || isStart(other))
  return [{ kind: 'paragraph', text: lines.slice(at, last).join('\n') }, last - at]
}

/** The pieces of a text in Markdown: headings, lists, tables, pictures, quotes, code, rules and paragraphs. */
export function blocksOf(text: string): Block[] {
  const lines = text.split(/\r?\n/)
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (lines[at]?.trim() === '') {
      at++
      continue
    }
    const [block, used] = next(lines, at)
    blocks.push(block)
    at += used
  }
  return blocks
}
