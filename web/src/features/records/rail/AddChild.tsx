import type { Entity } from '@mortise/sdk'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { fieldOf, relationTarget } from '@/lib/definition.ts'

/** Opens the form of a record that belongs to this one, such as a follow-up. */
export function AddChild({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const children = (useDescription().data?.entities ?? []).filter((child) => {
    const parent = child.parent ? fieldOf(child, child.parent) : undefined
    return parent && relationTarget(parent) === entity.name && child.actions.includes('create')
  })
  const open = (child: Entity) => {
    const search = { preset: { [child.parent ?? '']: id } }
    navigate({ to: '/e/$entity/new', params: { entity: child.name }, search: search as never })
  }
  const [first] = children
  if (!first) return null
  if (children.length === 1) {
    return (
      <Button look="ghost" icon={<Plus size={14} />} onClick={() => open(first)}>
        {first.title}
      </Button>
    )
  }
  return (
    <Popover
      kind="menu"
      align="end"
      label={t('timeline.add')}
      trigger={(props) => (
        <Button look="ghost" icon={<Plus size={14} />} {...props}>
          {t('timeline.add')}
        </Button>
      )}
    >
      {(close) =>
        children.map((child) => (
          <MenuItem
            key={child.name}
            icon={<EntityIcon icon={child.icon} color={child.color} />}
            onSelect={() => {
              close()
              open(child)
            }}
          >
            {child.title}
          </MenuItem>
        ))
      }
    </Popover>
  )
}
