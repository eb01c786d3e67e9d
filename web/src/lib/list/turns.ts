import { useEffect, useState, useSyncExternalStore } from 'react'

/** Gives a few of those who ask a turn, in the order in which they came. */
export class Turns {
  private readonly most: number
  private waiting: object[] = []
  private readonly listeners = new Set<() => void>()

  constructor(most: number) {
    this.most = most
  }

  has(who: object): boolean {
    return this.waiting.slice(0, this.most).includes(who)
  }

  /** Asks for a turn until the answer is called. */
  ask(who: object): () => void {
    this.waiting = [...this.waiting, who]
    this.tell()
    return () => {
      this.waiting = this.waiting.filter((one) => one !== who)
      this.tell()
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A browser has few connections, so not every list of a page follows the server. */
const streams = new Turns(2)

/** Whether a list that wants to follow the server may do so now. */
export function useTurn(wanted: boolean): boolean {
  const [who] = useState(() => ({}))
  useEffect(() => (wanted ? streams.ask(who) : undefined), [wanted, who])
  return useSyncExternalStore(streams.subscribe, () => streams.has(who))
}
