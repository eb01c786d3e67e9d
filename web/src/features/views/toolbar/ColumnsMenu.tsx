import type { Entity } from '@mortise/sdk'
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { typeOf } from '@/field-types/registry.ts'
import type { Columns } from '../useColumns.ts'

/** Chooses which fields the list shows, and their order. */
export function ColumnsMenu({ entity, columns }: { entity: Entity; columns: Columns }) {
  const { t } = useTranslation()
  return (
    <Popover
      align="end"
      width={280}
      label={t('list.fields')}
      trigger={(props) => (
        <Button look="ghost" aria-label={t('list.fields')} icon={<Columns3 size={14} />} {...props}>
          {t('list.fields')}
        </Button>
      )}
    >
      {() => <ColumnChoices entity={entity} columns={columns} />}
    </Popover>
  )
}

function ColumnChoices({
  entity,
  columns: { columns, change, changed, reset },
}: {
  entity: Entity
  columns: Columns
}) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const shown = columns.map((column) => column.field)
  const names = new Set(shown.map((field) => field.name))
  const rest = entity.fields.filter(
    (field) => !names.has(field.name) && field.name !== 'id' && field.name !== 'version',
  )
  const wanted = search.trim().toLowerCase()
  const found = [...shown, ...rest].filter((field) => field.title.toLowerCase().includes(wanted))
  return (
    <div className="v-columns">
      <input
        type="search"
        className="v-columns__search"
        aria-label={t('columns.search')}
        placeholder={t('columns.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="v-columns__list">
        {found.map((field) => {
          const Icon = typeOf(field).icon
          const at = shown.indexOf(field)
          return (
            <li key={field.name} className="v-columns__item">
              <label className="v-columns__name">
                <input
                  type="checkbox"
                  className="m-check"
                  checked={at >= 0}
                  disabled={at >= 0 && shown.length === 1}
                  onChange={() => change({ do: 'toggle', field: field.name })}
                />
                <Icon size={15} aria-hidden="true" />
                <span className="truncate">{field.title}</span>
              </label>
              {at >= 0 && (
                <>
                  <IconButton
                    label={t('columns.up', { name: field.title })}
                    icon={<ArrowUp size={14} />}
                    disabled={at === 0}
                    onClick={() => change({ do: 'move', field: field.name, step: -1 })}
                  />
                  <IconButton
                    label={t('columns.down', { name: field.title })}
                    icon={<ArrowDown size={14} />}
                    disabled={at === shown.length - 1}
                    onClick={() => change({ do: 'move', field: field.name, step: 1 })}
                  />
                </>
              )}
            </li>
          )
        })}
        {found.length === 0 && <li className="v-columns__none">{t('state.noMatch')}</li>}
      </ul>
      {changed && (
        <Button look="ghost" onClick={reset}>
          {t('list.fieldsOfView')}
        </Button>
      )}
    </div>
  )
}
