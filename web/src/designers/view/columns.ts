import type { ColumnAggregate, Field } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { type Doc, textAt } from '../core/document.ts'
import { columnsOf } from './commands.ts'
import type { ViewDesign } from './design.ts'

/** A column as the designer draws it. */
export interface DrawnColumn {
  name: string
  title: string
  /** Undefined for a field that the entity has no more, or of another entity. */
  field: Field | undefined
  width: number
  pinned: boolean
  aggregate: ColumnAggregate | undefined
}

const usual = 140

/** The columns of a view as they are drawn. */
export function drawnColumns({ view, entity, fieldOf, titleOf }: ViewDesign): readonly DrawnColumn[] {
  return columnsOf(view).map((column: Doc) => {
    const name = textAt(column, 'field')
    const field = fieldOf(name)
    const own = field ? typeOf(field).width + (name === entity.label ? 40 : 0) : usual
    return {
      name,
      title: titleOf(name),
      field,
      width: (typeof column.width === 'number' && column.width) || own,
      pinned: column.pinned === true,
      aggregate: (textAt(column, 'aggregate') || undefined) as ColumnAggregate | undefined,
    }
  })
}
