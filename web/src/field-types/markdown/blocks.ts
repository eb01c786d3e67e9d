/** A piece of a text in Markdown that stands by itself. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'code' | 'quote' | 'paragraph'; text: string }
  | { kind: 'bullets' | 'numbers'; items: string[] }
  | { kind: 'rule' }

const fence = /^ {0,3}```/
const heading = /^(#{1,6})\s+(.*)$/
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const quote = /^ {0,3}>\s?/
const bullet = /^\s{0,3}[-*+]\s+/
const number = /^\s{0,3}\d{1,9}[.)]\s+/

function isStart(line: string): boolean {
  return [fence, heading, rule, quote, bullet, number].some((start) => start.test(line))
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
  for (const [kind, mark] of [
    ['bullets', bullet],
    ['numbers', number],
  ] as const) {
    if (!mark.test(line)) continue
    const items = run(lines, at, mark)
    return [{ kind, items }, items.length]
  }
  const last = endOf(lines, at + 1, (other) => other.trim() === '' || isStart(other))
  return [{ kind: 'paragraph', text: lines.slice(at, last).join('\n') }, last - at]
}

/** The pieces of a text in Markdown: headings, lists, quotes, code, rules and paragraphs. */
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
