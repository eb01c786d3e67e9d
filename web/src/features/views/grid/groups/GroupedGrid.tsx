import type { WireRecord } from '@mortise/sdk'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { RecordsQuery } from '@/lib/list/get-records.ts'
import { ListLoading } from '../../ListLoading.tsx'
import { ListFailed } from '../../ListNotice.tsx'
import { Grid, type GridProps } from '../Grid.tsx'
import { GroupHead } from './GroupHead.tsx'
import { GroupLoader } from './GroupLoader.tsx'
import { type Grouping, linesOf, type RowGroup, writeGrouping } from './grouping.ts'
import { MoreRows } from './MoreRows.tsx'
import { useFolds } from './useFolds.ts'
import { type GroupRows, useGroups } from './useGroups.ts'

interface GroupedGridProps extends Omit<GridProps, 'rows' | 'more' | 'onNearEnd' | 'groups' | 'stale'> {
  query: RecordsQuery
  grouping: Grouping
  /** Shown where there are no records. */
  empty: ReactNode
}

/** A list of records in groups, each of which is fetched when it is opened. */
export default function GroupedGrid({ query, grouping, empty, ...grid }: GroupedGridProps) {
  const { columns } = grid
  const { groups, answer } = useGroups(query, columns, grouping)
  const place = `groups.${query.entity}.${grid.view.name || 'all'}.${writeGrouping(grouping)}`
  const { isOpen, toggle } = useFolds(place, groups)
  const [loaded, setLoaded] = useState<ReadonlyMap<string, GroupRows>>(new Map())
  const onRows = useCallback((key: string, rows: GroupRows | undefined) => {
    setLoaded((now) => {
      const next = new Map(now)
      if (rows) next.set(key, rows)
      else next.delete(key)
      return next
    })
  }, [])
  const open = useMemo(() => groups.filter(({ key }) => isOpen(key)), [groups, isOpen])
  const [rows, lines] = useMemo(() => {
    const there = new Map<string, { count: number; more: boolean }>()
    const all: WireRecord[] = []
    for (const { key } of open) {
      const part = loaded.get(key)
      all.push(...(part?.rows ?? []))
      there.set(key, { count: part?.rows.length ?? 0, more: part?.more ?? true })
    }
    return [all, linesOf(groups, there)]
  }, [groups, open, loaded])

  if (answer.isPending) return <ListLoading />
  if (!answer.data) return <ListFailed error={answer.error} onRetry={() => answer.refetch()} />
  if (groups.length === 0) return empty
  const head = (group: RowGroup, line?: number) => (
    <GroupHead
      {...{ grouping, group, columns, line }}
      open={isOpen(group.key)}
      onToggle={() => toggle(group.key)}
    />
  )
  return (
    <>
      {open.map((group) => (
        <GroupLoader key={group.key} query={query} group={group} onRows={onRows} />
      ))}
      <Grid
        {...grid}
        rows={rows}
        more={false}
        onNearEnd={() => undefined}
        stale={answer.isPlaceholderData}
        groups={{
          lines,
          isOpen,
          toggle,
          head,
          more: (group) => <MoreRows onSeen={() => loaded.get(group.key)?.loadMore()} />,
        }}
      />
    </>
  )
}
