const kept = new Set([
  'A',
  'B',
  'BLOCKQUOTE',
  'BR',
  'CODE',
  'DEL',
  'DIV',
  'EM',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HR',
  'I',
  'INS',
  'LI',
  'MARK',
  'OL',
  'P',
  'PRE',
  'S',
  'SMALL',
  'SPAN',
  'STRONG',
  'SUB',
  'SUP',
  'TABLE',
  'TBODY',
  'TD',
  'TFOOT',
  'TH',
  'THEAD',
  'TR',
  'U',
  'UL',
])
const dropped = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'HEAD', 'TITLE', 'SVG', 'MATH'])
const address = /^(?:https?:\/\/|mailto:|tel:)/i

function copy(from: Node, to: Node): void {
  for (const node of from.childNodes) {
    if (node instanceof Text) to.appendChild(document.createTextNode(node.data))
    if (!(node instanceof Element) || dropped.has(node.tagName.toUpperCase())) continue
    copy(node, kept.has(node.tagName) ? to.appendChild(plain(node)) : to)
  }
}

/** The element without its attributes, but for where a link leads. */
function plain(element: Element): HTMLElement {
  const made = document.createElement(element.tagName)
  const href = element.getAttribute('href') ?? ''
  if (made instanceof HTMLAnchorElement && address.test(href)) {
    made.href = href
    made.target = '_blank'
    made.rel = 'noreferrer noopener nofollow'
  }
  return made
}

function parsed(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, 'text/html').body
}

/** What may be shown of a text with markup. The server lets nothing else through; this is the second lock. */
export function safeMarkup(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  copy(parsed(html), fragment)
  return fragment
}

/** The words of a text with markup. */
export function wordsOf(html: string): string {
  const words = parsed(html.replace(/<[^>]*>/g, ' ')).textContent ?? ''
  return words.replace(/\s+/g, ' ').trim()
}
