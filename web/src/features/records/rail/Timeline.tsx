import type { Entity } from '@mortise/sdk'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { AddChild } from './AddChild.tsx'
import { Composer } from './Composer.tsx'
import { Files } from './Files.tsx'
import { type Kind, keyOf } from './items.ts'
import { KindMenu } from './KindMenu.tsx'
import { Tasks } from './Tasks.tsx'
import { TimelineEntry } from './TimelineEntry.tsx'
import { type RailPlace, useTimeline } from './useTimeline.ts'

/** One stream of what happened around a record, and what can be added to it. */
export function Timeline({ entity, place }: { entity: Entity; place: RailPlace }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Kind[]>([])
  const { id } = place.record
  const stream = useTimeline(entity.name, id, chosen)
  const items = stream.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <header className="t-head">
        <h2>{t('timeline.title')}</h2>
        <AddChild entity={entity} id={id} />
        <KindMenu chosen={chosen} onChange={setChosen} />
      </header>
      {place.may('comment') && !place.record.archived_at && <Composer entity={entity} id={id} />}
      <Tasks entity={entity} place={place} />
      <Files entity={entity} place={place} />
      {stream.isPending && <Skeleton width="100%" height={64} />}
      {stream.isError && (
        <div className="t-none" role="alert">
          <p>{t('timeline.failed')}</p>
          <Button onClick={() => stream.refetch()}>{t('action.retry')}</Button>
        </div>
      )}
      {stream.isSuccess && items.length === 0 && !stream.hasNextPage && (
        <p className="t-none">{t(chosen.length > 0 ? 'timeline.noneOfKind' : 'timeline.empty')}</p>
      )}
      <ol className="t-stream">
        {items.map((item) => (
          <TimelineEntry key={keyOf(item)} entity={entity} item={item} place={place} />
        ))}
      </ol>
      {stream.hasNextPage && (
        <More busy={stream.isFetchingNextPage} onMore={() => void stream.fetchNextPage()} />
      )}
    </>
  )
}

/** Asks for the next page when it comes into sight, or is pressed. */
function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useTranslation()
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(onMore)
  useEffect(() => {
    latest.current = onMore
  })
  useEffect(() => {
    const target = element.current
    if (busy || !target) return
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && latest.current())
    observer.observe(target)
    return () => observer.disconnect()
  }, [busy])
  return (
    <div ref={element} className="t-more">
      <Button look="ghost" busy={busy} onClick={onMore}>
        {t('timeline.more')}
      </Button>
    </div>
  )
}
