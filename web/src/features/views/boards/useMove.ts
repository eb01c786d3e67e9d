import type { Entity, WireRecord } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { wordsOf } from '../problem-words.ts'

type Values = { [field: string]: unknown }

/** One change of a record by moving it. */
export interface Move {
  record: WireRecord
  changes: Values
  /** What undoes it; null when it undoes another one. */
  before: Values | null
  /** What is said when it is done. */
  done: string
  /** Shows the change before the server has answered. */
  show?: () => void
}

/** Changes records by moving them: shown at once, put back with the server's words when refused, undone from the toast. */
export function useMove(entity: Entity): (move: Move) => void {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: ({ record, changes }: Move) => client.update(entity.name, record.id, changes),
    onMutate: async (move) => {
      const queryKey = ['records', entity.name]
      await queries.cancelQueries({ queryKey })
      const kept = queries.getQueriesData({ queryKey })
      move.show?.()
      return kept
    },
    onError: (error, _, kept) => {
      for (const [key, data] of kept ?? []) queries.setQueryData(key, data)
      showToast({ tone: 'error', text: wordsOf(error) })
    },
    onSuccess: (_, { record, before, done }) => {
      const perform = () =>
        before && mutation.mutate({ record, changes: before, before: null, done: t('board.undone') })
      showToast({
        tone: 'plain',
        text: done,
        action: before ? { label: t('action.undo'), perform } : undefined,
      })
    },
    onSettled: (_data, _error, { record }) => {
      queries.invalidateQueries({ queryKey: ['records', entity.name] })
      queries.invalidateQueries({ queryKey: ['record', entity.name, record.id] })
    },
  })
  const { mutate } = mutation
  return useCallback((move: Move) => mutate(move), [mutate])
}
