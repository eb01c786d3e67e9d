import type { Field, WireRecord } from '@mortise/sdk'
import { Skeleton } from '@/components/Notice.tsx'
import { isTimed } from '@/features/views/grid/groups/grouping.ts'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isRedacted, recordLabel, relatedId } from '@/lib/definition.ts'
import { textAt } from '../core/document.ts'
import { useWords } from '../core/useBench.ts'
import type { DrawnColumn } from './columns.ts'
import { useViewDesign } from './design.ts'
import { useReadable } from './useRecords.ts'

interface RowsProps {
  columns: readonly DrawnColumn[]
  rows: readonly WireRecord[]
  loading: boolean
  colorOf: (record: WireRecord) => string | undefined
}

/** Real records below the heads of the columns; grey bars where there are none to be seen. */
export function Rows({ columns, rows, loading, colorOf }: RowsProps) {
  const { view, fieldOf } = useViewDesign()
  const readable = useReadable()
  const group = fieldOf(textAt(view, 'group'))
  if (rows.length === 0)
    return (
      <div aria-hidden="true">
        {(readable && !loading ? [1] : [1, 2, 3, 4]).map((line) => (
          <div key={line} className="b-view-row">
            {columns.map(({ name }, at) => (
              <span key={name} className="b-view-cell">
                <Bar waits={loading} width={`${45 + ((at * 17 + line * 11) % 40)}%`} />
              </span>
            ))}
          </div>
        ))}
      </div>
    )
  // One only looks at them: their links lead away from what is drawn.
  return (
    <div inert>
      {group ? (
        grouped(rows, group).map((some) => (
          <div key={some[0]?.id}>
            <div className="b-view-group">
              <GroupHead field={group.name} record={some[0] as WireRecord} />
              <small>{some.length}</small>
            </div>
            <Lines columns={columns} rows={some} colorOf={colorOf} />
          </div>
        ))
      ) : (
        <Lines columns={columns} rows={rows} colorOf={colorOf} />
      )}
    </div>
  )
}

/** Where a value would stand: one that is waited for, or one that nobody has entered. */
function Bar({ waits, width }: { waits: boolean; width: string }) {
  return waits ? <Skeleton width={width} height={10} /> : <i className="b-view-bar" style={{ width }} />
}

/** Records with the same value together, in the order in which they come. */
function grouped(rows: readonly WireRecord[], field: Field): WireRecord[][] {
  const groups = new Map<string, WireRecord[]>()
  for (const row of rows) {
    const value = row[field.name]
    const key = isTimed(field) ? String(value ?? '').slice(0, 7) : (relatedId(value) ?? String(value ?? ''))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

function GroupHead({ field: name, record }: { field: string; record: WireRecord }) {
  const { t, language } = useWords()
  const { fieldOf } = useViewDesign()
  const field = fieldOf(name)
  const value = record[name]
  if (!field || value === null || value === undefined) return <em>{t('design.view.withoutGroup')}</em>
  // Lists gather days by month.
  if (isTimed(field)) {
    const month = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
    return month.format(new Date(`${String(value).slice(0, 7)}-01T00:00:00Z`))
  }
  return <Value field={field} value={value} redacted={isRedacted(record, name)} place="list" />
}

function Lines({ columns, rows, colorOf }: Omit<RowsProps, 'loading'>) {
  const { entity } = useViewDesign()
  return rows.map((record) => (
    <div key={record.id} className="b-view-row" data-color={colorOf(record)} data-record={record.id}>
      {columns.map(({ name, field }) => (
        <span
          key={name}
          className="b-view-cell"
          data-end={(field && typeOf(field).align === 'end') || undefined}
          data-label={name === entity.label || undefined}
        >
          {field && name in record ? (
            <Value field={field} value={record[name]} redacted={isRedacted(record, name)} place="list" />
          ) : name === entity.label ? (
            recordLabel(entity, record)
          ) : null}
        </span>
      ))}
    </div>
  ))
}
