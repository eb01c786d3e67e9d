import type { Entity } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Value } from '@/field-types/Value.tsx'
import type { Differing, Side } from './merging.ts'

interface MergeSidesProps {
  entity: Entity
  names: { [side in Side]: string }
  differing: Differing[]
  sides: { [field: string]: Side }
  onSide: (field: string, side: Side) => void
}

/** Two records side by side: of each field on which they differ, whose value stays. */
export function MergeSides({ entity, names, differing, sides, onSide }: MergeSidesProps) {
  const { t } = useTranslation()
  if (differing.length === 0) return <p>{t('merge.same')}</p>
  return (
    <table className="x-sides" aria-label={t('merge.title', { name: names.this })}>
      <thead>
        <tr>
          <th scope="col">{t('merge.field')}</th>
          <th scope="col">
            <span>{t('merge.this')}</span>
            {names.this}
          </th>
          <th scope="col">
            <span>{t('merge.other')}</span>
            {names.other}
          </th>
        </tr>
      </thead>
      <tbody>
        {differing.map(({ field, mine, theirs }) => {
          const side = sides[field.name] ?? 'this'
          const group = `merge-${entity.name}-${field.name}`
          const cell = (of: Side, value: unknown) => (
            <td className={side === of ? 'x-side x-side--on' : 'x-side'}>
              <label>
                <input
                  type="radio"
                  name={group}
                  checked={side === of}
                  aria-label={t(of === 'this' ? 'merge.keepThis' : 'merge.keepOther', { field: field.title })}
                  onChange={() => onSide(field.name, of)}
                />
                <span className="x-side__value">
                  <Value field={field} value={value} place="list" />
                </span>
              </label>
            </td>
          )
          return (
            <tr key={field.name}>
              <th scope="row">{field.title}</th>
              {cell('this', mine)}
              {cell('other', theirs)}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
