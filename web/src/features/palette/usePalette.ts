import type { Entity } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { labelOf } from '@/lib/api/labels.ts'
import { useRecent } from '@/lib/api/recent.ts'
import { shortId } from '@/lib/definition.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { matches } from './match.ts'

/** What the sections of the palette are, in their order. */
export type Section = 'recent' | 'records' | 'entities' | 'views' | 'actions'

/** Something that the page can do for the user. */
export interface Command {
  id: string
  title: string
  icon: ReactNode
  /** Other words that it is found by. */
  words?: string
  /** Where it leads; else it performs. */
  to?: string
  perform?: () => void
}

/** One line of the palette. */
export interface Line {
  key: string
  section: Section
  label: string
  /** Beside the label. */
  of?: string
  entity?: Entity
  icon?: ReactNode
  /** The address it leads to. */
  href?: string
  perform?: () => void
}

const hits = 5
const recents = 6

/** The address of a list. */
function listHref(entity: string, view?: string): string {
  return `/e/${encodeURIComponent(entity)}${view ? `?view=${encodeURIComponent(view)}` : ''}`
}

function recordHref(entity: string, id: string): string {
  return `/e/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`
}

/** The lists of entities, and after them their views. */
function placesOf(entities: Entity[]): Line[] {
  const lists = entities.map((entity) => ({
    key: `entity/${entity.name}`,
    section: 'entities' as const,
    label: entity.plural || entity.title,
    entity,
    href: listHref(entity.name),
  }))
  const views = entities.flatMap((entity) =>
    (entity.views ?? []).map((view) => ({
      key: `view/${entity.name}/${view.name}`,
      section: 'views' as const,
      label: view.title,
      of: entity.plural || entity.title,
      entity,
      href: listHref(entity.name, view.name),
    })),
  )
  return [...lists, ...views]
}

/** What matches a text: records, places and actions; without a text what was used last comes first. */
export function usePalette(text: string, commands: Command[]) {
  const { t } = useTranslation()
  const typed = text.trim()
  const q = useSettled(typed, 120)
  const entities = useDescription().data?.entities
  const readable = useMemo(
    () => (entities ?? []).filter(({ menu, actions }) => menu !== false && actions.includes('read')),
    [entities],
  )
  const recent = useRecentLines(typed === '', entities ?? [])
  const search = useQuery({
    queryKey: ['search', q, hits],
    enabled: q !== '',
    queryFn: ({ signal }) => client.search(q, { limit: hits }, signal),
  })
  const records: Line[] = (q === typed && q !== '' ? (search.data?.data ?? []) : []).flatMap((group) => {
    const entity = entities?.find(({ name }) => name === group.entity)
    return group.records.map(({ id, label }) => ({
      key: `${group.entity}/${id}`,
      section: 'records' as const,
      label: String(label ?? '') || shortId(id),
      of: entity?.title ?? group.entity,
      entity,
      href: recordHref(group.entity, id),
    }))
  })
  const places = placesOf(readable).filter(({ label, of, entity }) =>
    matches(typed, `${label} ${of ?? ''} ${entity?.title ?? ''} ${entity?.name ?? ''}`),
  )
  const actions: Line[] = commands
    .filter(({ title, words }) => matches(typed, `${title} ${words ?? ''}`))
    .map(({ id, title, icon, to, perform }) => ({
      key: `action/${id}`,
      section: 'actions' as const,
      label: title,
      icon,
      href: to,
      perform,
    }))
  const everywhere: Line[] =
    typed === ''
      ? []
      : [
          {
            key: 'search',
            section: 'actions',
            label: t('palette.searchFor', { q: typed }),
            href: `/search?q=${encodeURIComponent(typed)}`,
          },
        ]
  const list = [...recent, ...records, ...places, ...actions, ...everywhere]
  return { list, searching: typed !== '' && (q !== typed || search.isFetching), q: typed }
}

function useRecentLines(wanted: boolean, entities: Entity[]): Line[] {
  const recent = useRecent()
    .filter(({ entity }) => entities.some(({ name }) => name === entity))
    .slice(0, recents)
  const query = useQuery({
    queryKey: ['recent-labels', recent],
    enabled: wanted && recent.length > 0,
    staleTime: 60_000,
    queryFn: () =>
      Promise.all(
        recent.map(({ entity: name, id }) => {
          const entity = entities.find((one) => one.name === name)
          return entity ? labelOf(entity, id) : null
        }),
      ),
  })
  if (!wanted) return []
  return recent.flatMap(({ entity: name, id }, at) => {
    const label = query.data?.[at]
    const entity = entities.find((one) => one.name === name)
    if (!label) return []
    return [
      {
        key: `recent/${name}/${id}`,
        section: 'recent',
        label,
        of: entity?.title,
        entity,
        href: recordHref(name, id),
      },
    ]
  })
}
