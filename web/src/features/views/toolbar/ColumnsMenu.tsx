import type { Entity } from '@mortise/sdk'
import { Columns3 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { fieldType } from '@/field-types/registry.ts'
import type { Column } from '../useColumns.ts'

interface ColumnsMenuProps {
  entity: Entity
  columns: Column[]
  changed: boolean
  onToggle: (name: string) => void
  onReset: () => void
}

/** Chooses which fields the list shows. */
export function ColumnsMenu({ entity, columns, changed, onToggle, onReset }: ColumnsMenuProps) {
  const { t } = useTranslation()
  const shown = new Set(columns.map((column) => column.field.name))
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('list.fields')}
      trigger={(props) => (
        <Button look="ghost" aria-label={t('list.fields')} icon={<Columns3 size={14} />} {...props}>
          {t('list.fields')}
        </Button>
      )}
    >
      {() => (
        <>
          {entity.fields
            .filter((field) => field.name !== 'id' && field.name !== 'version')
            .map((field) => {
              const Icon = fieldType(field.type).icon
              return (
                <MenuItem
                  key={field.name}
                  icon={<Icon size={15} aria-hidden="true" />}
                  choice="many"
                  checked={shown.has(field.name)}
                  onSelect={() => (shown.size > 1 || !shown.has(field.name)) && onToggle(field.name)}
                >
                  {field.title}
                </MenuItem>
              )
            })}
          {changed && (
            <>
              <div className="m-menu-line" />
              <MenuItem onSelect={onReset}>{t('list.fieldsOfView')}</MenuItem>
            </>
          )}
        </>
      )}
    </Popover>
  )
}
