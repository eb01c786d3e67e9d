import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ListEmpty, ListFailed } from '../../ListNotice.tsx'
import { BoardLoading } from '../BoardLoading.tsx'
import { FieldMissing } from '../BoardNotice.tsx'
import type { BoardProps } from '../scope.ts'
import { useAutoScroll } from '../useAutoScroll.ts'
import { useBoardFields } from '../useBoardFields.ts'
import { KanbanColumn } from './KanbanColumn.tsx'
import { useCardKeys } from './useCardKeys.ts'
import { useCardMoves } from './useCardMoves.ts'
import { useFolded } from './useFolded.ts'
import { useKanban } from './useKanban.ts'
import './kanban.css'

/** Records as cards, in columns by the value of a field. */
export default function Kanban({ entity, view, columns, scope, narrowed, onClear, onCreate }: BoardProps) {
  const { t } = useTranslation()
  const board = useRef<HTMLDivElement>(null)
  const model = useKanban(entity, view, scope)
  const { field } = model
  const sorted = scope.sort.map((key) => key.replace(/^-/, ''))
  const fields = useBoardFields(entity, columns, [field?.name, ...sorted])
  const folded = useFolded(`board.${entity.name}.${view.name}`)
  const moves = useCardMoves(entity, field, scope.sort)
  const keys = useCardKeys(board, model.columns, moves)
  useAutoScroll(board, '.vb-cards')

  if (!field) return <FieldMissing />
  if (model.error) return <ListFailed error={model.error} onRetry={model.retry} />
  if (model.loading) return <BoardLoading />
  if (model.total === 0 && (narrowed || scope.archived)) {
    return <ListEmpty entity={entity} narrowed={narrowed} archived={scope.archived} onClear={onClear} />
  }
  const create =
    onCreate && !field.readOnly
      ? (column: (typeof model.columns)[number]) =>
          onCreate(column.value === null ? undefined : { [field.name]: column.cell })
      : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the cards in it
    <div ref={board} className="vb-board" onKeyDown={keys}>
      <p className="sr-only">{t('board.keys')}</p>
      {model.columns.map((column) => (
        <KanbanColumn
          key={column.key}
          entity={entity}
          view={view}
          field={field}
          column={column}
          columns={model.columns}
          totals={model.totals}
          fields={fields}
          shown={columns}
          scope={scope}
          closed={folded.closed(column.key)}
          onToggle={folded.toggle}
          onCreate={create}
          onMove={moves.move}
          onRefused={moves.refused}
        />
      ))}
    </div>
  )
}
