import { Problem } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ArrowUp, Plus, RotateCw } from 'lucide-react'
import { Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { useQuickCreate } from '@/field-types/quick-create.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { noteList } from '@/lib/neighbours.ts'
import { SectionTitle } from '../form/SectionTitle.tsx'
import type { Fold } from '../form/useFold.ts'
import { RelatedRows } from './RelatedRows.tsx'
import type { Related } from './relatedOf.ts'
import { relatedPreset, relatedSearch, type Target } from './relatedQuery.ts'
import { type RelatedListModel, useRelatedList } from './useRelatedList.ts'
import { useSeen } from './useSeen.ts'

interface RelatedListProps {
  related: Related
  target: Target
  /** The entity leads here by other fields, too. */
  several: boolean
  /** What it is called, where that is not the entity. */
  title?: string
  /** It stands under the name of its tab. */
  below?: boolean
  fold?: Fold
}

/** The records that lead here by one field: how many, the first ones, and the way to the rest. */
export function RelatedList({ related, target, several, title, below, fold }: RelatedListProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = useId()
  const seen = useSeen()
  const closed = fold?.closed === true
  const model = useRelatedList(related, target, seen.ever && !closed, seen.now && !closed)
  const { entity, field } = related
  const Quick = useQuickCreate()
  const [making, setMaking] = useState(false)
  const mayCreate = entity.actions.includes('create') && !field.readOnly
  const closeMaking = () => setMaking(false)
  const search = relatedSearch(related, target)
  /** From the record that is opened one goes on to the next of these. */
  const note = () => {
    const ids = model.rows.map((row) => row.id)
    noteList(entity.name, { ids, total: model.count ?? ids.length, search, rest: model.rest })
  }
  const name = entity.plural || entity.title
  const count = typeof model.count === 'number' ? formatNumber(model.count, language) : ''
  return (
    <section ref={seen.ref} className="rl-list" aria-labelledby={id}>
      <header className="rl-head">
        <EntityIcon icon={entity.icon} color={entity.color} />
        <SectionTitle id={id} below={below === true} fold={fold}>
          {title ?? (several ? t('related.by', { name, field: field.title }) : name)}
        </SectionTitle>
        <span className="rl-count">{count}</span>
        <span role="status">
          {model.arrived > 0 && (
            <Button look="ghost" icon={<ArrowUp size={14} aria-hidden="true" />} onClick={model.showArrived}>
              {t('list.arrived', { count: model.arrived })}
            </Button>
          )}
        </span>
        <span className="rl-tools">
          {Quick && mayCreate && (
            <Button
              look="ghost"
              icon={<Plus size={14} aria-hidden="true" />}
              aria-label={t('record.newNamed', { name: entity.title })}
              onClick={() => setMaking(true)}
            >
              {t('action.new')}
            </Button>
          )}
          {model.rows.length > 0 && (
            <Link
              className="rl-all"
              to="/e/$entity"
              params={{ entity: entity.name }}
              search={search as never}
            >
              {t('related.all')}
            </Link>
          )}
        </span>
      </header>
      {Quick && making && (
        <Suspense>
          <Quick
            entity={entity}
            preset={relatedPreset(field, target)}
            onClose={closeMaking}
            onCreated={closeMaking}
          />
        </Suspense>
      )}
      <div id={fold?.panel} hidden={closed}>
        <Body related={related} model={model} labelledBy={id} onOpen={note} />
      </div>
    </section>
  )
}

function Body({
  related,
  model,
  labelledBy,
  onOpen,
}: {
  related: Related
  model: RelatedListModel
  labelledBy: string
  onOpen: () => void
}) {
  const { t } = useTranslation()
  const { entity } = related
  const table = useRef<HTMLDivElement>(null)
  const from = useRef<number>(undefined)
  const loadMore = () => {
    from.current = model.rows.length
    model.loadMore()
  }
  // The button goes with the last page; the focus goes on to what has come.
  useEffect(() => {
    if (from.current === undefined || model.rows.length <= from.current) return
    table.current?.querySelectorAll<HTMLElement>('.rl-open')[from.current]?.focus()
    from.current = undefined
  }, [model.rows.length])
  if (model.error) {
    const refused = model.error instanceof Problem && model.error.status === 403
    return (
      <p className="rl-none" role="alert">
        {refused ? t('refused.list') : t('related.failed')}
        {!refused && (
          <Button look="ghost" icon={<RotateCw size={14} />} onClick={model.retry}>
            {t('action.retry')}
          </Button>
        )}
      </p>
    )
  }
  if (model.loading) {
    return (
      <p className="rl-none" aria-busy="true">
        <Skeleton width={180} />
      </p>
    )
  }
  if (model.rows.length === 0) {
    return <p className="rl-none">{t('related.none', { name: entity.plural || entity.title })}</p>
  }
  return (
    <>
      <div ref={table}>
        <RelatedRows
          entity={entity}
          columns={model.columns}
          rows={model.rows}
          labelledBy={labelledBy}
          onOpen={onOpen}
        />
      </div>
      {model.more && (
        <Button look="ghost" busy={model.loadingMore} onClick={loadMore}>
          {t('related.more')}
        </Button>
      )}
    </>
  )
}
