/** A rectangle on the page. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where a card stands beside a control, and where its arrow points. */
export interface Beside {
  left: number
  top: number
  side: 'below' | 'right' | 'left' | 'above'
  /** How far the arrow is from the left, or the top, of the card; none where it is not right beside it. */
  arrow?: number
}

interface Wishes {
  /** What around the control is to be left free, too. */
  free?: Box
  /** The side on which it is least in the way. */
  side?: Beside['side']
}

const gap = 14
const edge = 12

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))

/** The place of a card beside a control, within a page; undefined where it would cover the control. */
export function beside(
  control: Box,
  card: { width: number; height: number },
  page: { width: number; height: number },
  { free = control, side }: Wishes = {},
): Beside | undefined {
  const [centreX, centreY] = [control.left + control.width / 2, control.top + control.height / 2]
  if (centreX < 0 || centreY < 0 || centreX > page.width || centreY > page.height) return undefined
  const left = clamp(centreX - card.width / 2, edge, page.width - card.width - edge)
  const top = clamp(centreY - card.height / 2, edge, page.height - card.height - edge)
  const arrowed = free === control
  const across = arrowed ? clamp(centreX - left, 20, card.width - 20) : undefined
  const along = arrowed ? clamp(centreY - top, 20, card.height - 20) : undefined
  const places: Beside[] = [
    { side: 'below', left, top: free.top + free.height + gap, arrow: across },
    { side: 'right', left: free.left + free.width + gap, top, arrow: along },
    { side: 'left', left: free.left - gap - card.width, top, arrow: along },
    { side: 'above', left, top: free.top - gap - card.height, arrow: across },
  ]
  const fits = (place: Beside) =>
    place.left >= edge &&
    place.top >= edge &&
    place.left + card.width <= page.width - edge &&
    place.top + card.height <= page.height - edge
  const wished = places.find((place) => place.side === side)
  return wished && fits(wished) ? wished : places.find(fits)
}
