import type { DuplicateGroup, Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Merge } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { Value } from '@/field-types/Value.tsx'
import { fieldOf, recordLabel } from '@/lib/definition.ts'
import { columnsOf, useRecordsOf } from './useGroups.ts'

/** Most records that become one at once. */
const most = 20

interface GroupProps {
  entity: Entity
  group: DuplicateGroup
  /** Merges the records of the group; not for who may not. */
  onMerge?: () => void
}

/** Records that are the same, side by side. */
export function Group({ entity, group, onMerge }: GroupProps) {
  const { t } = useTranslation()
  const columns = columnsOf(entity, group)
  const records = useRecordsOf(entity, group, columns)
  const [first] = group.records
  const title = t('alike.group', { count: group.count, name: first?.label })
  const fields = columns.map((name) => fieldOf(entity, name)).filter((field) => field !== undefined)
  return (
    <article className="du-group" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {onMerge && group.count <= most && (
          <Button icon={<Merge size={14} />} onClick={onMerge}>
            {t('alike.merge')}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="du-group__scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{fieldOf(entity, entity.label)?.title ?? entity.title}</th>
              {fields.map((field) => (
                <th key={field.name} scope="col">
                  {field.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.data?.map((record) => (
              <tr key={record.id}>
                <th scope="row">
                  <Link to="/e/$entity/$id" params={{ entity: entity.name, id: record.id }}>
                    {recordLabel(entity, record)}
                  </Link>
                </th>
                {fields.map((field) => (
                  <td key={field.name}>
                    <Value field={field} value={record[field.name]} place="list" />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {records.isPending && <Skeleton width="100%" height={40} />}
      </div>
      {records.error && <p role="alert">{records.error.message}</p>}
      {group.count > group.records.length && (
        <p className="du-group__more">{t('alike.first', { count: group.records.length })}</p>
      )}
    </article>
  )
}
