import type { DuplicateGroup, Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { CircleCheck, RotateCw, ServerCrash } from 'lucide-react'
import { type ComponentType, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { panelId, TabBar, tabId } from '@/components/TabBar.tsx'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Group } from './Group.tsx'
import { useGroups } from './useGroups.ts'
import './duplicates.css'

interface DuplicatesPageProps {
  entity: Entity
  rule?: number
  onRule: (rule: number) => void
  /** The window that merges records into one of them. */
  Merge: ComponentType<{ entity: string; ids: string[]; onDone: () => void; onClose: () => void }>
}

/** The records of an entity that are the same by its rules, to be merged. */
export function DuplicatesPage({ entity, rule, onRule, Merge }: DuplicatesPageProps) {
  const { t } = useTranslation()
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' })
  const rules = entity.duplicate_rules ?? []
  const chosen = rules.find((one) => one.rule === rule) ?? rules[0]
  const title = t('alike.title', { name: entity.plural || entity.title })
  const tabs = rules.map((one) => ({
    id: String(one.rule),
    title: list.format(one.fields.map((name) => fieldOf(entity, name)?.title ?? name)),
  }))
  const id = String(chosen?.rule)
  return (
    <main className="a-page" aria-label={title}>
      <PageHeader>
        <EntityIcon icon={entity.icon} color={entity.color} />
        <Link to="/e/$entity" params={{ entity: entity.name }}>
          {entity.plural || entity.title}
        </Link>
        <span aria-hidden="true">/</span>
        <h1 className="truncate">{t('alike.page')}</h1>
      </PageHeader>
      <div className="du-scroll">
        <div className="du-body">
          <p>{t('alike.text')}</p>
          <TabBar
            base="alike"
            label={t('alike.by')}
            items={tabs}
            chosen={id}
            onChoose={(to) => onRule(Number(to))}
          />
          <div role="tabpanel" id={panelId('alike', id)} aria-labelledby={tabId('alike', id)}>
            {chosen && <Groups key={id} entity={entity} rule={chosen.rule} Merge={Merge} />}
          </div>
        </div>
      </div>
    </main>
  )
}

function Groups({
  entity,
  rule,
  Merge,
}: {
  entity: Entity
  rule: number
  Merge: DuplicatesPageProps['Merge']
}) {
  const { t } = useTranslation()
  const groups = useGroups(entity, rule)
  const [merging, setMerging] = useState<DuplicateGroup>()
  const all = groups.data?.pages.flatMap(({ data }) => data) ?? []
  const merges = entity.actions.includes('merge')
  if (groups.isPending) return <Skeleton width="100%" height={120} />
  if (groups.error && !groups.data) {
    const again = (
      <Button icon={<RotateCw size={14} />} onClick={() => groups.refetch()}>
        {t('action.retry')}
      </Button>
    )
    return (
      <Notice alert icon={<ServerCrash size={20} />} title={t('failed.title')} actions={again}>
        {groups.error.message}
      </Notice>
    )
  }
  if (all.length === 0) {
    return (
      <Notice icon={<CircleCheck size={20} />} title={t('alike.none')}>
        {t('alike.noneText')}
      </Notice>
    )
  }
  const close = () => setMerging(undefined)
  return (
    <>
      {all.map((group) => (
        <Group
          key={group.records[0]?.id}
          entity={entity}
          group={group}
          onMerge={merges ? () => setMerging(group) : undefined}
        />
      ))}
      {groups.hasNextPage && (
        <Button busy={groups.isFetchingNextPage} onClick={() => groups.fetchNextPage()}>
          {t('alike.more')}
        </Button>
      )}
      {merging && (
        <Suspense>
          <Merge
            entity={entity.name}
            ids={merging.records.map((one) => one.id)}
            onDone={close}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  )
}
