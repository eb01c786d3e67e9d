import type { Entity } from '@mortise/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { candidateOf, noteFields } from '@/field-types/relation/candidate.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { recordLabel, requestFields } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Highlight } from './Highlight.tsx'

const size = 40

/** Every record of one entity that matches, with what tells it from others of the same name. */
export function SearchMore({ entity, q }: { entity: Entity; q: string }) {
  const { t } = useTranslation()
  const description = useDescription().data
  const end = useRef<HTMLDivElement>(null)
  const language = useLanguage()
  const beside = noteFields(entity)
  const list = useInfiniteQuery({
    queryKey: ['records', entity.name, 'search', q],
    initialPageParam: undefined as string | undefined,
    enabled: description !== undefined,
    queryFn: ({ pageParam, signal }) => {
      const fields = description
        ? requestFields(description, entity, [entity.label, ...beside.map(({ name }) => name)])
        : []
      return client.list(entity.name, { q, fields, limit: size, after: pageParam }, signal)
    },
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (!end.current || !hasNextPage || isFetchingNextPage) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchNextPage())
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (list.isPending) return <Skeleton width={220} />
  return (
    <section className="g-group" aria-label={entity.plural || entity.title}>
      <ul>
        {list.data?.pages
          .flatMap(({ data }) => data)
          .map((record) => (
            <li key={record.id}>
              <Link className="g-row" to="/e/$entity/$id" params={{ entity: entity.name, id: record.id }}>
                <Highlight text={recordLabel(entity, record)} q={q} />
                <span className="g-row__note">
                  <Highlight text={candidateOf(entity, record, beside, language).note ?? ''} q={q} />
                </span>
              </Link>
            </li>
          ))}
      </ul>
      <div ref={end} />
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('notifications.more')}
        </Button>
      )}
    </section>
  )
}
