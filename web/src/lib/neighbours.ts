import { useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'

/** A list as it was left to open one of its records. */
export interface LeftList {
  /** Its records in the order drawn. */
  ids: string[]
  /** How many there are, those included that were not loaded. */
  total: number
  /** What its address said. */
  search: { [name: string]: unknown }
  /** How to list those that were not loaded. */
  rest?: Rest
}

/** What a list asks the server for, from where on. */
export interface Rest {
  filter?: string
  sort: string[]
  q: string
  archived?: 'only'
  after: string
}

/** Where a record stands in the list it was opened from. */
export interface Neighbours {
  position: number
  total: number
  before: string | undefined
  after: string | undefined
}

/** Most records of a list that are walked. */
const most = 2000
const held = new Map<string, LeftList>()

function keyOf(entity: string): string {
  return `mortise.list.${entity}`
}

/** The list of an entity that was looked at last in this tab. */
export function leftList(entity: string): LeftList | undefined {
  const known = held.get(entity)
  if (known) return known
  try {
    const list: LeftList = JSON.parse(sessionStorage.getItem(keyOf(entity)) ?? 'null')
    const whole =
      Array.isArray(list?.ids) && typeof list.total === 'number' && typeof list.search === 'object'
    return whole ? list : undefined
  } catch {
    return undefined
  }
}

/** Notes a list as it is now. */
export function noteList(entity: string, list: LeftList): void {
  held.set(entity, { ...list, ids: list.ids.slice(0, most) })
}

/** Where a record stands in a list; undefined when it is not in it. */
export function neighboursOf(list: LeftList | undefined, id: string): Neighbours | undefined {
  const at = list?.ids.indexOf(id) ?? -1
  if (!list || at < 0) return undefined
  return {
    position: at + 1,
    total: Math.max(list.total, list.ids.length),
    before: list.ids[at - 1],
    after: list.ids[at + 1],
  }
}

/** Forgets all lists, as at the end of a session. */
export function forgetLists(): void {
  held.clear()
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(keyOf(''))) sessionStorage.removeItem(key)
  } catch {
    // Nothing is kept where storage is closed.
  }
}

/** A list with more of its records. */
export function grown(list: LeftList, page: { data: Rows; next?: string | null }): LeftList {
  const ids = [...new Set([...list.ids, ...page.data.map((row) => row.id)])]
  const rest = list.rest && page.next ? { ...list.rest, after: page.next } : undefined
  return { ...list, ids, rest: ids.length < most ? rest : undefined }
}

type Rows = readonly { id: string }[]

/** Notes a list while it is shown, so that its records can be walked from one to the next. */
export function useNoteList(entity: string, rows: Rows | undefined, total: number | null, rest?: Rest): void {
  const note = useNoting(entity)
  const latest = useRef(rest)
  latest.current = rest
  useEffect(() => {
    if (rows) note(rows, total, latest.current)
  }, [rows, total, note])
}

/** Notes a list where one of several is left. */
export function useNoting(entity: string): (rows: Rows, total: number | null, rest?: Rest) => void {
  const search = useSearch({ strict: false }) as LeftList['search']
  return useCallback(
    (rows, total, rest) =>
      noteList(entity, { ids: rows.map((row) => row.id), total: total ?? rows.length, search, rest }),
    [entity, search],
  )
}

/** Lets the list of an entity outlast the page. */
export function keepList(entity: string): void {
  try {
    const list = held.get(entity)
    if (list) sessionStorage.setItem(keyOf(entity), JSON.stringify(list))
  } catch {
    // Without storage the list is walked until the page is loaded anew.
  }
}
