import type { Entity } from '@mortise/sdk'
import { useMemo } from 'react'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import type { Column } from '../columns.ts'

/** What to ask the server for, to draw the label, the columns and these fields of a record. */
export function useBoardFields(entity: Entity, columns: Column[], more: (string | undefined)[]): string[] {
  const description = useDescription().data
  const extra = more.filter(Boolean).join(',')
  return useMemo(() => {
    const names = [
      entity.label,
      'version',
      ...columns.map((column) => column.field.name),
      ...extra.split(','),
    ]
    return description ? requestFields(description, entity, names) : names.filter(Boolean)
  }, [description, entity, columns, extra])
}
