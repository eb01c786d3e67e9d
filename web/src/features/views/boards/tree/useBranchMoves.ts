import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { recordLabel, wireValue } from '@/lib/definition.ts'
import type { Writable } from '../useAccess.ts'
import { useMove } from '../useMove.ts'
import { isWithin, type TreeRow } from './rows.ts'

/** Moves records below others; never below themselves. */
export function useBranchMoves(
  entity: Entity,
  parent: Field | undefined,
  rows: TreeRow[],
  writable: Writable,
  opened: (id: string) => void,
) {
  const { t } = useTranslation()
  const send = useMove(entity)
  return useCallback(
    (record: WireRecord, to: WireRecord | null) => {
      if (!parent) return
      const name = recordLabel(entity, record)
      const before = wireValue(record[parent.name])
      if (before === (to?.id ?? null)) return
      if (!writable(record.id)) {
        showToast({ tone: 'error', text: t('board.refused', { name, field: parent.title }) })
        return
      }
      if (to && isWithin(rows, record.id, to.id)) {
        showToast({ tone: 'error', text: t('tree.circle', { name }) })
        return
      }
      if (to) opened(to.id)
      send({
        record,
        changes: { [parent.name]: to?.id ?? null },
        before: { [parent.name]: before },
        done: to ? t('tree.moved', { name, to: recordLabel(entity, to) }) : t('tree.movedTop', { name }),
      })
    },
    [entity, parent, rows, writable, opened, send, t],
  )
}
