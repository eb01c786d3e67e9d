import type { Entity } from '@mortise/sdk'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { fieldType } from '@/field-types/registry.ts'
import type { ListState } from '../useListState.ts'

/** Chooses what the list is sorted by. */
export function SortMenu({ entity, state }: { entity: Entity; state: ListState }) {
  const { t } = useTranslation()
  const fields = entity.fields.filter((field) => field.sortable !== false && field.name !== 'id')
  const first = state.sort[0] ?? ''
  const name = first.replace('-', '')
  const descending = first.startsWith('-')
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('list.sort')}
      trigger={(props) => (
        <Button look="ghost" aria-label={t('list.sort')} icon={<ArrowUpDown size={14} />} {...props}>
          {t('list.sort')}
        </Button>
      )}
    >
      {() => (
        <>
          <MenuItem
            icon={<ArrowUp size={15} />}
            checked={!descending}
            onSelect={() => name && state.setSort([name])}
          >
            {t('list.ascending')}
          </MenuItem>
          <MenuItem
            icon={<ArrowDown size={15} />}
            checked={descending}
            onSelect={() => name && state.setSort([`-${name}`])}
          >
            {t('list.descending')}
          </MenuItem>
          <div className="m-menu-line" />
          {fields.map((field) => {
            const Icon = fieldType(field.type).icon
            return (
              <MenuItem
                key={field.name}
                icon={<Icon size={15} aria-hidden="true" />}
                checked={field.name === name}
                onSelect={() => state.setSort([descending ? `-${field.name}` : field.name])}
              >
                {field.title}
              </MenuItem>
            )
          })}
          {state.sorted && (
            <>
              <div className="m-menu-line" />
              <MenuItem onSelect={() => state.setSort(undefined)}>{t('list.sortOfView')}</MenuItem>
            </>
          )}
        </>
      )}
    </Popover>
  )
}
