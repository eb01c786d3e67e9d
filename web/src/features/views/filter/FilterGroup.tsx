import type { Entity } from '@mortise/sdk'
import { FolderPlus, Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { FilterCondition } from './FilterCondition.tsx'
import { type FilterNode, type Group, newCondition, replaceChild } from './filter.ts'

interface FilterGroupProps {
  entity: Entity
  group: Group
  depth: number
  onChange: (group: Group) => void
  onRemove?: () => void
}

const deepest = 2

/** Conditions of which all, or any, must hold; groups nest. */
export function FilterGroup({ entity, group, depth, onChange, onRemove }: FilterGroupProps) {
  const { t } = useTranslation()
  const add = (node: FilterNode) => onChange({ ...group, children: [...group.children, node] })
  return (
    <fieldset className={depth > 0 ? 'v-group v-group--inner' : 'v-group'}>
      <legend className="sr-only">{t(group.all ? 'filter.all' : 'filter.any')}</legend>
      <div className="v-group__head">
        <Select
          aria-label={t('filter.match')}
          value={group.all}
          options={[
            { value: true, label: t('filter.all') },
            { value: false, label: t('filter.any') },
          ]}
          onChange={(all) => onChange({ ...group, all })}
        />
        <Button look="ghost" icon={<Plus size={14} />} onClick={() => add(newCondition(entity))}>
          {t('filter.addCondition')}
        </Button>
        {depth < deepest && (
          <Button
            look="ghost"
            icon={<FolderPlus size={14} />}
            onClick={() => add({ kind: 'group', all: false, children: [newCondition(entity)] })}
          >
            {t('filter.addGroup')}
          </Button>
        )}
        {onRemove && <IconButton label={t('filter.removeGroup')} icon={<X size={15} />} onClick={onRemove} />}
      </div>
      {group.children.map((child, index) => {
        const change = (next: FilterNode | null) => onChange(replaceChild(group, index, next))
        const parts = { entity, onRemove: () => change(null) }
        return child.kind === 'group' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <FilterGroup key={index} {...parts} group={child} depth={depth + 1} onChange={change} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <FilterCondition key={index} {...parts} condition={child} onChange={change} />
        )
      })}
    </fieldset>
  )
}
