import './table.css'
import type { Field, WireRecord } from '@mortise/sdk'
import { useEntity } from '@/lib/api/get-description.ts'
import { isRedacted } from '@/lib/definition.ts'
import { PlaceProvider } from '../place.ts'
import { typeOf } from '../registry.ts'
import { Value } from '../Value.tsx'
import { columnsOf, keyOf } from './rows.ts'
import { Totals } from './Totals.tsx'
import type { Row } from './wire.ts'

/** The rows of a table, to read. */
export default function Rows({ field, rows }: { field: Field; rows: Row[] }) {
  const child = useEntity(field.entity)
  if (!child) return null
  const columns = columnsOf(child, field)
  return (
    <div className="f-table">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-align={typeOf(column).align}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.name} data-label={column.title} data-align={typeOf(column).align}>
                  <PlaceProvider value={{ entity: child.name, id: row.id }}>
                    <Value
                      field={column}
                      value={row[column.name]}
                      redacted={row.id !== undefined && isRedacted(row as WireRecord, column.name)}
                      place="list"
                    />
                  </PlaceProvider>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <Totals columns={columns} rows={rows} />
      </table>
    </div>
  )
}
