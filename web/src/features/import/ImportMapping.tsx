import type { Entity } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { importableFields } from './csv.ts'
import type { ImportModel } from './useImport.ts'

/** Which field each column of the file goes into. */
export function ImportMapping({ entity, model }: { entity: Entity; model: ImportModel }) {
  const { t } = useTranslation()
  return (
    <table className="i-table">
      <thead>
        <tr>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.field')}</th>
        </tr>
      </thead>
      <tbody>
        {(model.chosen?.headers ?? []).map((header) => (
          <tr key={header}>
            <th scope="row">{header}</th>
            <td>
              <select
                className="i-select"
                aria-label={`${t('import.field')}: ${header}`}
                value={model.map[header] ?? ''}
                onChange={(event) => model.setField(header, event.target.value)}
              >
                <option value="">{t('import.skip')}</option>
                {importableFields(entity).map((field) => (
                  <option key={field.name} value={field.name}>
                    {field.title}
                  </option>
                ))}
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
