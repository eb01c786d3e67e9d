import type { Person } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useDeferredValue, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { recordLabel } from '@/lib/definition.ts'
import { type Mentioning, mentioningAt, withName } from './mentions.ts'

/** Looks for users while an @ is typed, and puts the chosen name into the text. */
export function useMentions(
  input: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
) {
  const user = useEntity('user')
  const [at, setAt] = useState<Mentioning>()
  const [active, setActive] = useState(0)
  const [chosen, setChosen] = useState<Person[]>([])
  const q = useDeferredValue(at?.text ?? '')
  const found = useQuery({
    queryKey: ['candidates', 'user', q],
    enabled: at !== undefined && user !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const fields = user ? [user.label] : undefined
      const page = await client.list('user', { q, fields, limit: 20 }, signal)
      return page.data.map((record) => ({ id: record.id, label: recordLabel(user, record) }))
    },
  })
  // Those of a former search stand only as far as they have what is typed by now: a key must not take a wrong one.
  const stale = found.isPlaceholderData || q !== at?.text
  const fits = (label: string) => !stale || label.toLowerCase().includes((at?.text ?? '').toLowerCase())
  const list = at ? (found.data ?? []).filter((person) => fits(person.label)).slice(0, 6) : []
  const marked = Math.min(active, list.length - 1)

  const pick = (person: { id: string; label: string }) => {
    if (!at) return
    const next = withName(text, at, person.label)
    setText(next.text)
    setChosen((now) => [...now, { id: person.id, name: person.label }])
    setAt(undefined)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  /** Looks at the caret again, after whatever moved it. */
  const follow = () => {
    const element = input.current
    if (!element) return
    const next = mentioningAt(element.value, element.selectionStart)
    setAt((now) => (now?.from === next?.from && now?.text === next?.text ? now : next))
    setActive(0)
  }
  /** Takes the keys of the list; tells whether it took this one. */
  const onKey = (event: KeyboardEvent): boolean => {
    const person = list[marked]
    if (!at || !person) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setActive((marked + (event.key === 'ArrowDown' ? 1 : -1) + list.length) % list.length)
    } else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') {
      pick(person)
    } else if (event.key === 'Escape') {
      setAt(undefined)
    } else {
      return false
    }
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    list,
    marked,
    chosen,
    pick,
    follow,
    onKey,
    close: () => setAt(undefined),
    clear: () => setChosen([]),
  }
}

export type Mentions = ReturnType<typeof useMentions>
