import { useCallback, useState } from 'react'

const none: ReadonlySet<string> = new Set()

/** Which records of a list are ticked; forgotten when the list becomes another one. */
export function useSelection(list: string) {
  const [state, setState] = useState<{ list: string; ids: ReadonlySet<string> }>({ list, ids: none })
  const ids = state.list === list ? state.ids : none

  const toggle = useCallback(
    (id: string) => {
      setState((now) => {
        const next = new Set(now.list === list ? now.ids : none)
        if (!next.delete(id)) next.add(id)
        return { list, ids: next }
      })
    },
    [list],
  )
  const set = useCallback((next: Iterable<string>) => setState({ list, ids: new Set(next) }), [list])
  const clear = useCallback(() => setState({ list, ids: none }), [list])

  return { ids, toggle, set, clear }
}

export type Selection = ReturnType<typeof useSelection>
