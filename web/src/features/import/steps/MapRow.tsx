import type { Entity, ImportColumn, ImportValue } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { fieldOf } from '@/lib/definition.ts'
import { confidenceOf, type Plan, type Target, unknownValues } from '../plan.ts'
import { ValueMap } from './ValueMap.tsx'

interface MapRowProps {
  entity: Entity
  column: ImportColumn
  sample: string
  targets: Target[]
  plan: Plan
  values: ImportValue[]
  onChange: (plan: Plan) => void
}

/** One column of the file: its field, how sure that is, what its texts stand for. */
export function MapRow({ entity, column, sample, targets, plan, values, onChange }: MapRowProps) {
  const { t } = useTranslation()
  const { header } = column
  const path = plan.map[header] ?? ''
  const field = fieldOf(entity, path)
  const sure = confidenceOf(column, path)
  const choices = field?.options ?? []
  const unknown = unknownValues(values, plan.values[header])
  const set = (next: string) => {
    const { [header]: _, ...formats } = plan.formats
    onChange({ ...plan, map: { ...plan.map, [header]: next }, formats })
  }
  return (
    <>
      <tr>
        <th scope="row">{header || '—'}</th>
        <td className="i-map__sample">{sample}</td>
        <td>
          <select
            className="i-select"
            aria-label={`${t('import.field')}: ${header}`}
            value={path}
            onChange={(event) => set(event.target.value)}
          >
            <option value="">{t('import.skip')}</option>
            {path !== '' && !targets.some((target) => target.path === path) && (
              <option value={path}>{path}</option>
            )}
            {targets.map((target) => (
              <option key={target.path} value={target.path}>
                {target.title}
              </option>
            ))}
          </select>
          {(field?.type === 'date' || field?.type === 'datetime') && (
            <Format plan={plan} header={header} onChange={onChange} />
          )}
        </td>
        <td>
          <span className="i-sure" data-sure={sure}>
            {t(`import.map.${sure}`)}
          </span>
        </td>
      </tr>
      {choices.length > 0 && values.length > 0 && (
        <tr className="i-map__values">
          <td colSpan={4}>
            <ValueMap
              header={header}
              values={values}
              options={choices}
              open={unknown.length > 0}
              said={plan.values[header] ?? {}}
              onChange={(said) => onChange({ ...plan, values: { ...plan.values, [header]: said } })}
            />
          </td>
        </tr>
      )}
    </>
  )
}

/** Which of the first two numbers of a date is the day. */
function Format({ plan, header, onChange }: Pick<MapRowProps, 'plan' | 'onChange'> & { header: string }) {
  const { t } = useTranslation()
  return (
    <select
      className="i-select"
      aria-label={`${t('import.map.dates')}: ${header}`}
      value={plan.formats[header] ?? ''}
      onChange={(event) => {
        const { [header]: _, ...rest } = plan.formats
        const chosen = event.target.value
        onChange({ ...plan, formats: chosen ? { ...rest, [header]: chosen } : rest })
      }}
    >
      <option value="">{t('import.map.datesFound')}</option>
      <option value="dmy">{t('import.map.dmy')}</option>
      <option value="mdy">{t('import.map.mdy')}</option>
    </select>
  )
}
