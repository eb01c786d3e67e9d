import { useEffect, useSyncExternalStore } from 'react'

/** Something that can be done on the page that is open, for the palette to offer. */
export interface Command {
  key: string
  label: string
  /** What it is done to. */
  of: string
  perform: () => void
}

let commands: readonly Command[] = []
const listeners = new Set<() => void>()

function change(next: readonly Command[]): void {
  commands = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers commands as long as the page stands. The list must be the same until it changes. */
export function useOfferedCommands(offered: readonly Command[]): void {
  useEffect(() => {
    change([...commands, ...offered])
    return () => change(commands.filter((command) => !offered.includes(command)))
  }, [offered])
}

/** What the page that is open offers. */
export function useCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => commands)
}
