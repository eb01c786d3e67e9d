import { Fragment, type ReactNode, useContext } from 'react'
import { OutLink } from '../OutLink.tsx'
import { type Block, blocksOf, flowing } from './blocks.ts'
import { MarkdownParts } from './parts.ts'
import '../writing.css'

const marks =
  /(`[^`\n]{1,500}`)|!?\[([^\]\n]{1,300})\]\(([^)\s]{1,1000})\)|(https?:\/\/[^\s<>()]{1,1000})|\*\*([^*\n]{1,500})\*\*|\*([^*\n]{1,500})\*|\b_([^_\n]{1,500})_\b|~~([^~\n]{1,500})~~/g

/** Quotes within quotes end here. */
const deepest = 4

/** A link; where the text stands may know more addresses than those that lead out. */
function Reference({ href, children }: { href: string; children: string }) {
  const { Link } = useContext(MarkdownParts)
  if (Link) return <Link href={href}>{children}</Link>
  return (
    <OutLink href={href} place="record">
      {children}
    </OutLink>
  )
}

/** In a value, its lines stay; in a page they flow. */
function Paragraph({ text }: { text: string }) {
  const { flows } = useContext(MarkdownParts)
  return <p className="f-longtext">{inline(flows ? flowing(text) : text)}</p>
}

/** A picture where the text stands among its pictures, elsewhere a link. */
function Picture({ name, words }: { name: string; words: string }) {
  const { Picture: Shown } = useContext(MarkdownParts)
  if (Shown) return <Shown name={name} words={words} />
  return (
    <p className="f-longtext">
      <Reference href={name}>{words || name}</Reference>
    </p>
  )
}

/** A text with its marks as elements: no markup of the writer is ever taken over. */
function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const found of text.matchAll(marks)) {
    parts.push(text.slice(from, found.index))
    parts.push(<Fragment key={found.index}>{marked(found)}</Fragment>)
    from = found.index + found[0].length
  }
  return [...parts, text.slice(from)]
}

function marked(found: RegExpMatchArray): ReactNode {
  const [, code, words, href, bare, strong, em, em2, gone] = found
  if (code) return <code>{code.slice(1, -1)}</code>
  if (href) return <Reference href={href}>{words ?? href}</Reference>
  if (bare)
    return (
      <OutLink href={bare} place="record">
        {bare}
      </OutLink>
    )
  if (strong) return <strong>{inline(strong)}</strong>
  if (gone) return <del>{inline(gone)}</del>
  return <em>{inline(em ?? em2 ?? '')}</em>
}

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'] as const

interface PieceProps {
  block: Block
  depth: number
  top: number
}

/** Headings of a value stand below those of the page. */
function Piece({ block, depth, top }: PieceProps) {
  switch (block.kind) {
    case 'heading': {
      const Heading = headings[Math.max(0, top - 3 + Math.min(block.level, 3))] ?? 'h6'
      return <Heading>{inline(block.text)}</Heading>
    }
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return (
        <blockquote>
          {depth < deepest ? <Pieces text={block.text} depth={depth + 1} top={top} /> : block.text}
        </blockquote>
      )
    case 'rule':
      return <hr />
    case 'paragraph':
      return <Paragraph text={block.text} />
    case 'picture':
      return <Picture name={block.name} words={block.words} />
    case 'table':
      return <Table head={block.head} rows={block.rows} />
    default: {
      const List = block.kind === 'bullets' ? 'ul' : 'ol'
      return (
        <List {...(block.kind === 'numbers' && block.start !== 1 ? { start: block.start } : {})}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
            <li key={at}>{inline(item)}</li>
          ))}
        </List>
      )
    }
  }
}

/** Cells have no identity but their place. */
function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <div className="f-prose__table">
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as said above
              <th key={at} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as said above
            <tr key={line}>
              {head.map((_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as said above
                <td key={at}>{inline(cells[at] ?? '')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Pieces({ text, depth, top }: { text: string; depth: number; top: number }) {
  return blocksOf(text).map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    <Piece key={at} block={block} depth={depth} top={top} />
  ))
}

interface MarkdownProps {
  text: string
  /** The level of its first headings. */
  top?: number
}

/** A text in Markdown as it reads. */
export default function Markdown({ text, top = 3 }: MarkdownProps) {
  return (
    <div className="f-prose">
      <Pieces text={text} depth={0} top={top} />
    </div>
  )
}
