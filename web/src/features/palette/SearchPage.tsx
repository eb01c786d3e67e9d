import type { Entity, FoundGroup } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Search, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { shortId } from '@/lib/definition.ts'
import { useSettled } from '@/lib/useSettled.ts'
import { Highlight } from './Highlight.tsx'
import { SearchMore } from './SearchMore.tsx'
import { useNotes } from './useNotes.ts'
import './search.css'

interface SearchPageProps {
  q: string
  /** Only records of this one. */
  only?: string
  onChange: (search: { q?: string; entity?: string }) => void
}

const hits = 8

/** Records of everything that the caller may read. */
export function SearchPage({ q, only, onChange }: SearchPageProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(q)
  const settled = useSettled(text.trim(), 200)
  useEffect(() => setText(q), [q])
  useEffect(() => {
    if (settled === text.trim() && settled !== q) onChange({ q: settled || undefined, entity: only })
  }, [settled, text, q, only, onChange])
  const entities = useDescription().data?.entities ?? []
  const found = useQuery({
    queryKey: ['search', q, hits],
    enabled: q !== '',
    queryFn: ({ signal }) => client.search(q, { limit: hits }, signal),
  })
  const groups = found.data?.data ?? []
  const notes = useNotes(groups)
  const named = (name: string) => entities.find((entity) => entity.name === name)
  const chosen = only ? named(only) : undefined
  return (
    <main className="a-page" aria-label={t('search.title')}>
      <PageHeader>
        <h1 className="sr-only">{t('search.title')}</h1>
        <search className="g-box">
          <Search size={16} aria-hidden="true" />
          <input
            // biome-ignore lint/a11y/noAutofocus: the page is for typing here
            autoFocus
            type="search"
            aria-label={t('search.title')}
            placeholder={t('search.hint')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </search>
      </PageHeader>
      {groups.length > 0 && (
        <nav className="g-filter" aria-label={t('search.filter')}>
          <Chip pressed={!only} onPress={() => onChange({ q })}>
            {t('search.everything')}
          </Chip>
          {groups.map((group) => (
            <Chip
              key={group.entity}
              pressed={only === group.entity}
              onPress={() => onChange({ q, entity: group.entity })}
            >
              {named(group.entity)?.plural || named(group.entity)?.title || group.entity}
            </Chip>
          ))}
        </nav>
      )}
      <div className="g-scroll" aria-busy={found.isFetching}>
        {q === '' && (
          <Notice icon={<Search size={20} />} title={t('search.start')}>
            {t('search.startText')}
          </Notice>
        )}
        {found.isPending && q !== '' && (
          <div className="g-loading">
            <Skeleton width={220} />
            <Skeleton width={160} />
          </div>
        )}
        {found.isError && (
          <Notice
            alert
            icon={<SearchX size={20} />}
            title={t('failed.title')}
            actions={<Button onClick={() => found.refetch()}>{t('action.retry')}</Button>}
          />
        )}
        {found.isSuccess && groups.length === 0 && q !== '' && (
          <Notice icon={<SearchX size={20} />} title={t('palette.none', { q })}>
            {t('search.noneText')}
          </Notice>
        )}
        <p className="sr-only" role="status">
          {found.isSuccess && q !== '' ? t('search.groups', { count: groups.length }) : ''}
        </p>
        {chosen && q !== '' ? (
          <SearchMore key={`${chosen.name}/${q}`} entity={chosen} q={q} />
        ) : (
          groups.map((group) => (
            <Group
              key={group.entity}
              group={group}
              entity={named(group.entity)}
              q={q}
              notes={notes}
              onMore={() => onChange({ q, entity: group.entity })}
            />
          ))
        )}
        {(found.data?.unfinished.length ?? 0) > 0 && (
          <p className="g-note">
            {t('search.unfinished', {
              names: found.data?.unfinished.map((name) => named(name)?.title ?? name).join(t('home.comma')),
            })}
          </p>
        )}
      </div>
    </main>
  )
}

interface ChipProps {
  pressed: boolean
  onPress: () => void
  children: string
}

function Chip({ pressed, onPress, children }: ChipProps) {
  return (
    <button type="button" className="g-chip" aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  )
}

interface GroupProps {
  group: FoundGroup
  entity?: Entity
  q: string
  /** Said of records beside their labels, by id. */
  notes: ReadonlyMap<string, string>
  onMore: () => void
}

function Group({ group, entity, q, notes, onMore }: GroupProps) {
  const { t } = useTranslation()
  const name = entity?.plural || entity?.title || group.entity
  return (
    <section className="g-group" aria-label={name}>
      <h2>
        <EntityIcon icon={entity?.icon} color={entity?.color} />
        {name}
      </h2>
      <ul>
        {group.records.map(({ id, label }) => (
          <li key={id}>
            <Link className="g-row" to="/e/$entity/$id" params={{ entity: group.entity, id }}>
              <Highlight text={String(label ?? '') || shortId(id)} q={q} />
              <span className="g-row__note">
                <Highlight text={notes.get(id) ?? ''} q={q} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {group.more && (
        <button type="button" className="g-more" onClick={onMore}>
          {t('search.more', { name })}
        </button>
      )}
    </section>
  )
}
