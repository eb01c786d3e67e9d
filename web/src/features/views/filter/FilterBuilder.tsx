import type { Entity } from '@mortise/sdk'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterGroup } from './FilterGroup.tsx'
import { type Group, newCondition } from './filter.ts'
import './filter.css'

interface FilterBuilderProps {
  entity: Entity
  filter: Group
  onChange: (filter: Group) => void
}

/** Builds a filter; each change that says enough is applied at once. */
export default function FilterBuilder({ entity, filter, onChange }: FilterBuilderProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<Group>(() =>
    filter.children.length > 0 ? filter : { ...filter, children: [newCondition(entity)] },
  )
  const [sent, setSent] = useState(filter)

  useEffect(() => {
    if (filter === sent) return
    setSent(filter)
    setDraft((now) => (filter.children.length === 0 && now.children.length > 0 ? filter : now))
  }, [filter, sent])

  return (
    <div className="v-builder">
      <h2 className="v-builder__title">{t('filter.advanced')}</h2>
      <FilterGroup
        entity={entity}
        group={draft}
        depth={0}
        onChange={(next) => {
          setDraft(next)
          onChange(next)
        }}
      />
    </div>
  )
}
