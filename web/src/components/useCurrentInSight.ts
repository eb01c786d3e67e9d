import { type RefObject, useEffect } from 'react'

/** Scrolls a row of links so that the one of this page can be seen, whenever another becomes it. */
export function useCurrentInSight(row: RefObject<HTMLElement | null>, current: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark of the current one moves with it
  useEffect(() => {
    row.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [row, current])
}
