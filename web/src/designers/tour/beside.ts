/** A rectangle on the page. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where a card stands beside a control: on which side of it, and where its arrow points. */
export interface Beside {
  left: number
  top: number
  side: 'below' | 'right' | 'left' | 'above'
  /** How far the arrow is from the left, or the top, of the card. */
  arrow: number
}

const gap = 14
const edge = 12

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))

/** The place of a card of a size beside a control, within a page; undefined where it would cover the control. */
export function beside(
  control: Box,
  card: { width: number; height: number },
  page: { width: number; height: number },
): Beside | undefined {
  const [right, bottom] = [control.left + control.width, control.top + control.height]
  const [centreX, centreY] = [control.left + control.width / 2, control.top + control.height / 2]
  if (centreX < 0 || centreY < 0 || centreX > page.width || centreY > page.height) return undefined
  const left = clamp(centreX - card.width / 2, edge, page.width - card.width - edge)
  const top = clamp(centreY - card.height / 2, edge, page.height - card.height - edge)
  const along = {
    left: clamp(centreX - left, 20, card.width - 20),
    top: clamp(centreY - top, 20, card.height - 20),
  }
  if (bottom + gap + card.height + edge <= page.height)
    return { left, top: bottom + gap, side: 'below', arrow: along.left }
  if (right + gap + card.width + edge <= page.width)
    return { left: right + gap, top, side: 'right', arrow: along.top }
  if (control.left - gap - card.width >= edge)
    return { left: control.left - gap - card.width, top, side: 'left', arrow: along.top }
  if (control.top - gap - card.height >= edge)
    return { left, top: control.top - gap - card.height, side: 'above', arrow: along.left }
  return undefined
}
