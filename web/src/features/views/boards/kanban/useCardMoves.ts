import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { recordLabel, wireValue } from '@/lib/definition.ts'
import { useMove } from '../useMove.ts'
import type { BoardColumn } from './columns.ts'
import { shift } from './shift.ts'

/** Moves cards from column to column. */
export function useCardMoves(entity: Entity, field: Field | undefined, sort: string[]) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const send = useMove(entity)
  const order = sort.join(',')
  const move = useCallback(
    (record: WireRecord, to: BoardColumn) => {
      if (!field) return
      const place = { entity: entity.name, field: field.name, sort: order ? order.split(',') : [] }
      send({
        record,
        changes: { [field.name]: to.value },
        before: { [field.name]: wireValue(record[field.name]) },
        done: t('board.moved', { name: recordLabel(entity, record), to: to.title }),
        show: () => shift(queries, place, record, to),
      })
    },
    [entity, field, order, queries, send, t],
  )
  const refused = useCallback(
    (record: WireRecord) => {
      const names = { name: recordLabel(entity, record), field: field?.title ?? '' }
      showToast({ tone: 'error', text: t('board.refused', names) })
    },
    [entity, field, t],
  )
  return useMemo(() => ({ move, refused }), [move, refused])
}

export type CardMoves = ReturnType<typeof useCardMoves>
