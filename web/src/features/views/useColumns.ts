import type { Entity, View } from '@mortise/sdk'
import { useCallback, useMemo } from 'react'
import { usePreference } from '@/lib/api/preferences.ts'
import { type ColumnChange, type ColumnChoice, changeColumns, columnsOf } from './columns.ts'

/** The columns of a list: those of the view, or the user's own choice. */
export function useColumns(entity: Entity, view: View) {
  const [kept, keep] = usePreference<ColumnChoice>(`list.${entity.name}.${view.name || 'all'}`)
  const own = Array.isArray(kept?.columns) ? kept.columns : undefined
  const columns = useMemo(() => columnsOf(entity, view, own), [entity, view, own])
  const change = useCallback(
    (next: ColumnChange) => keep({ columns: changeColumns(own ?? view.columns, next) }),
    [keep, own, view],
  )
  const reset = useCallback(() => keep(undefined), [keep])
  return { columns, change, reset, changed: own !== undefined }
}

export type Columns = ReturnType<typeof useColumns>
