import type { Entity } from '@mortise/sdk'
import { Group } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { fieldType } from '@/field-types/registry.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { buckets, groupFields, isTimed, writeGrouping } from '../grid/groups/grouping.ts'
import type { ListState } from '../useListState.ts'

/** Chooses what a table is grouped by. */
export function GroupMenu({ entity, state }: { entity: Entity; state: ListState }) {
  const { t } = useTranslation()
  const fields = groupFields(entity)
  const narrow = useNarrow()
  const { grouping } = state
  // Cards are not grouped.
  if (narrow || (state.view.kind ?? 'table') !== 'table' || fields.length === 0) return null
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('group.title')}
      trigger={(props) => (
        <Button look="ghost" aria-label={t('group.title')} icon={<Group size={14} />} {...props}>
          {t('group.title')}
        </Button>
      )}
    >
      {(close) => (
        <>
          <MenuItem
            checked={!grouping}
            onSelect={() => {
              state.setGroup('')
              close()
            }}
          >
            {t('group.none')}
          </MenuItem>
          {grouping?.bucket && (
            <>
              <div className="m-menu-line" />
              {buckets.map((bucket) => (
                <MenuItem
                  key={bucket}
                  checked={grouping.bucket === bucket}
                  onSelect={() => state.setGroup(writeGrouping({ ...grouping, bucket }))}
                >
                  {t(`group.by.${bucket}`)}
                </MenuItem>
              ))}
            </>
          )}
          <div className="m-menu-line" />
          {fields.map((field) => {
            const Icon = fieldType(field.type).icon
            return (
              <MenuItem
                key={field.name}
                icon={<Icon size={15} aria-hidden="true" />}
                checked={grouping?.field.name === field.name}
                onSelect={() => {
                  state.setGroup(writeGrouping({ field, bucket: isTimed(field) ? 'month' : undefined }))
                  if (!isTimed(field)) close()
                }}
              >
                {field.title}
              </MenuItem>
            )
          })}
        </>
      )}
    </Popover>
  )
}
