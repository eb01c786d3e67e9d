import type { Entity, ExportRequest, View, WireRecord } from '@mortise/sdk'
import { useNavigate } from '@tanstack/react-router'
import { CopyCheck, Download, Plus, Upload } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { Arrived } from './Arrived.tsx'
import { Cards } from './Cards.tsx'
import { Grid } from './grid/Grid.tsx'
import { ListFooter } from './ListFooter.tsx'
import { ListLoading } from './ListLoading.tsx'
import { ListEmpty, ListFailed, ViewMissing } from './ListNotice.tsx'
import { type ListParts, ListPartsContext } from './parts.ts'
import { SaveToView } from './saved/SaveToView.tsx'
import { ColumnsMenu } from './toolbar/ColumnsMenu.tsx'
import { FilterBar } from './toolbar/FilterBar.tsx'
import { GroupMenu } from './toolbar/GroupMenu.tsx'
import { SearchBox } from './toolbar/SearchBox.tsx'
import { SortMenu } from './toolbar/SortMenu.tsx'
import { ViewTabs } from './toolbar/ViewTabs.tsx'
import { type ListModel, useList } from './useList.ts'
import './views.css'

const BulkBar = lazy(() => import('./BulkBar.tsx').then((module) => ({ default: module.BulkBar })))
const GroupedGrid = lazy(() => import('./grid/groups/GroupedGrid.tsx'))
const Board = lazy(() => import('./boards/Board.tsx'))

interface ListPageProps {
  entity: Entity
  /** Windows of other features. */
  parts: ListParts
  /** Opens the import of this entity. */
  onImport: () => void
  /** Opens the records that are the same. */
  onDuplicates: () => void
  /** Opens the export of what the list shows, or of what is ticked. */
  onExport: (request: ExportRequest) => void
  children?: ReactNode
}

/** The list of an entity's records. */
export function ListPage({ entity, parts, onImport, onDuplicates, onExport, children }: ListPageProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useList(entity)
  const { state } = list
  const mayCreate = entity.actions.includes('create')
  const create = useCallback(
    () => navigate({ to: '/e/$entity/new', params: { entity: entity.name } }),
    [navigate, entity.name],
  )
  useShortcut('c', create, mayCreate)
  const mayExport = entity.actions.includes('export')
  const exported = () => {
    const fields = list.columns.columns.map((column) => column.field.name)
    const { expression, q, sort, archived } = state
    onExport({ fields, filter: expression, q: q || undefined, sort: sort.join(',') || undefined, archived })
  }

  return (
    <ListPartsContext value={parts}>
      <main className="a-page" aria-label={entity.plural || entity.title}>
        <PageHeader
          actions={
            <>
              {entity.actions.includes('merge') && entity.duplicate_rules && (
                <Button className="v-import" icon={<CopyCheck size={14} />} onClick={onDuplicates}>
                  {t('alike.page')}
                </Button>
              )}
              {entity.actions.includes('import') && (
                <Button className="v-import" icon={<Upload size={14} />} onClick={onImport}>
                  {t('action.import')}
                </Button>
              )}
              {mayExport && (
                <Button className="v-import" icon={<Download size={14} />} onClick={exported}>
                  {t('export.action')}
                </Button>
              )}
              {mayCreate && (
                <Button look="primary" icon={<Plus size={14} />} shortcut="C" onClick={create}>
                  {t('action.new')}
                </Button>
              )}
            </>
          }
        >
          <EntityIcon icon={entity.icon} color={entity.color} />
          <h1 className="truncate">{entity.plural || entity.title}</h1>
        </PageHeader>
        <div className="v-tabs-row">
          <ViewTabs entity={entity} list={list} />
          <SearchBox value={state.q} onSearch={state.setQ} />
          <GroupMenu entity={entity} state={state} />
          <SortMenu entity={entity} state={state} />
          <ColumnsMenu entity={entity} columns={list.columns} />
        </div>
        {list.selection.ids.size > 0 ? (
          <Suspense fallback={<div className="v-bulk" />}>
            <BulkBar
              entity={entity}
              selection={list.selection}
              state={state}
              total={list.total}
              onExport={onExport}
            />
          </Suspense>
        ) : (
          <FilterBar entity={entity} state={state}>
            <SaveToView entity={entity} list={list} />
          </FilterBar>
        )}
        <Arrived count={list.arrived} onShow={list.showArrived} />
        <ListBody entity={entity} list={list} onCreate={mayCreate ? create : undefined} />
        <ListFooter
          unknown={list.loading || list.error !== null}
          table={drawsTable(list.state.view)}
          total={list.total}
          loaded={drawsTable(state.view) && !list.grouped ? list.rows.length : (list.total ?? 0)}
          columns={list.columns.columns}
          aggregates={list.aggregates}
        />
        {children}
      </main>
    </ListPartsContext>
  )
}

function drawsTable(view: View): boolean {
  return (view.kind ?? 'table') === 'table'
}

interface ListBodyProps {
  entity: Entity
  list: ListModel
  onCreate?: () => void
}

function ListBody({ entity, list, onCreate }: ListBodyProps) {
  const narrow = useNarrow()
  const navigate = useNavigate()
  const open = useCallback(
    (record: WireRecord) =>
      navigate({ to: '/e/$entity/$id', params: { entity: entity.name, id: record.id } }),
    [navigate, entity.name],
  )
  if (list.state.missing) return <ViewMissing onBack={() => list.state.setView('')} />
  if (list.state.pending) return <ListLoading />
  if (!drawsTable(list.state.view)) {
    return (
      <Suspense fallback={<ListLoading />}>
        <Board entity={entity} list={list} mayCreate={onCreate !== undefined} />
      </Suspense>
    )
  }
  const empty = (
    <ListEmpty
      entity={entity}
      narrowed={list.narrowed}
      archived={list.state.archived}
      onClear={list.clear}
      onCreate={onCreate}
    />
  )
  const table = {
    entity,
    columns: list.columns.columns,
    view: list.state.view,
    label: entity.plural || entity.title,
    total: list.total,
    selection: list.selection,
    sort: list.state.sort,
    onSort: list.state.setSort,
    onColumn: list.columns.change,
    onOpen: open,
  }
  if (list.grouped) {
    return (
      <Suspense fallback={<ListLoading />}>
        <GroupedGrid {...table} query={list.query} grouping={list.grouped} empty={empty} />
      </Suspense>
    )
  }
  if (list.error) return <ListFailed error={list.error} onRetry={list.retry} />
  if (list.loading) return <ListLoading />
  if (list.rows.length === 0) return empty
  const paged = { rows: list.rows, more: list.more, onNearEnd: list.loadMore, seen: list.seen }
  if (narrow) return <Cards entity={entity} columns={table.columns} {...paged} />
  return <Grid {...table} {...paged} stale={list.stale} />
}
