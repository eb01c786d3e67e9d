import type { Direction } from './walk.ts'

/** The node of the canvas that an arrow leads to, by where they are drawn; undefined at the edge. */
export function nodeBeside(
  canvas: HTMLElement,
  from: HTMLElement,
  direction: Direction,
): HTMLElement | undefined {
  const start = from.getBoundingClientRect()
  let best: { node: HTMLElement; far: number } | undefined
  for (const node of canvas.querySelectorAll<HTMLElement>('[data-node]')) {
    if (node === from) continue
    const far = distance(start, node.getBoundingClientRect(), direction)
    if (far !== undefined && (!best || far < best.far)) best = { node, far }
  }
  return best?.node
}

/** How far one is in a direction, what lies aside counting double; undefined when it is not there. */
function distance(from: DOMRect, to: DOMRect, direction: Direction): number | undefined {
  const upright = direction === 'up' || direction === 'down'
  const sign = direction === 'up' || direction === 'left' ? -1 : 1
  const [ahead, aside] = upright
    ? [sign * (to.top - from.top), gap(from.left, from.right, to.left, to.right)]
    : [sign * (to.left - from.left), gap(from.top, from.bottom, to.top, to.bottom)]
  if (ahead <= 4 || (!upright && aside > 0)) return undefined
  return ahead + aside * 2
}

/** The gap between two spans; 0 where they overlap. */
function gap(from: number, to: number, otherFrom: number, otherTo: number): number {
  return Math.max(0, otherFrom - to, from - otherTo)
}
